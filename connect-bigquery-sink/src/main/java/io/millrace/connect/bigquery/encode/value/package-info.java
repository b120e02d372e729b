/**
 * What every form of a row needs of a value. Comes in: a value and what its schema says that it is. Goes out: the number,
 * text, date or time that a column of some type holds, checked against that type, or why it holds no such value.
 * Immutable; any thread.
 */
@NullMarked
package io.millrace.connect.bigquery.encode.value;

import org.jspecify.annotations.NullMarked;
