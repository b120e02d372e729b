/**
 * What at least two plugins ship in common: typed options over ConfigDef, Google credentials and endpoints, the fate of
 * Google's errors, pause and backoff. Comes in: a connector's properties or an error; goes out: typed values. Everything
 * is immutable and safe on every thread. At most 1,000 lines; no BigQuery, DLP or OpenLineage type.
 */
@NullMarked
package io.millrace.connect.kit;

import org.jspecify.annotations.NullMarked;
