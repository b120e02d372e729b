/**
 * Rows as JSON objects, as insertAll and load jobs of newline-delimited JSON take them. Comes in: columns and how their values
 * are read. Goes out: the writers of a row. Task thread, but for what says otherwise.
 */
@NullMarked
package io.millrace.connect.bigquery.encode.json;

import org.jspecify.annotations.NullMarked;
