/**
 * Rows as bytes. Comes in: a record and the live table's shape. Goes out: a row in protobuf's wire format and the
 * descriptor that explains it, by a tree of field writers compiled once per schema and shape. Task thread.
 */
@NullMarked
package io.millrace.connect.bigquery.encode;

import org.jspecify.annotations.NullMarked;
