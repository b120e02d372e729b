/**
 * What a table must look like for a record. Comes in: a record's schemas, or its fields if it has none. Goes out: the
 * wanted shape, always the same object for the same schemas, and the difference to a live table. Task thread; the
 * difference on any.
 */
@NullMarked
package io.millrace.connect.bigquery.schema;

import org.jspecify.annotations.NullMarked;
