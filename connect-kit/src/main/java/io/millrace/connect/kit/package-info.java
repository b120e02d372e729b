/**
 * What at least two plugins ship in common, one room a subject; no BigQuery, DLP or OpenLineage type. A plugin has its own
 * copy in its own class loader: nothing here is shared between plugins, and but for memos, which are one thread's each, nothing
 * here changes once it is made, so that it is safe on every thread.
 */
@NullMarked
package io.millrace.connect.kit;

import org.jspecify.annotations.NullMarked;
