/**
 * Rows as bytes. Comes in: a record and the live table's shape. Goes out: a row in the form that its format gives it, by a
 * tree of field writers compiled once per schema and shape. What is the same in every form is decided here; {@code value}
 * reads values, {@code proto} is a form. Task thread.
 */
@NullMarked
package io.millrace.connect.bigquery.encode;

import org.jspecify.annotations.NullMarked;
