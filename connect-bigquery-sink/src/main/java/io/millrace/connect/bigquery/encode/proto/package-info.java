/**
 * Rows in protobuf's wire format, as the Storage Write API takes them. Comes in: columns and how their values are read.
 * Goes out: the writers of a row, and the descriptor that explains it to BigQuery. Task thread, but for what says otherwise.
 */
@NullMarked
package io.millrace.connect.bigquery.encode.proto;

import org.jspecify.annotations.NullMarked;
