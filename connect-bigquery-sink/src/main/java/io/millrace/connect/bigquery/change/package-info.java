/**
 * What a record says: a plain row, or a change of a row (Debezium's envelopes, flattened or not), or nothing.
 * Comes in: a record. Goes out: its row image, its change columns, its place in the order of changes. Task thread.
 * A room of its own because both the table's shape (schema) and the row's bytes (encode) follow from the answer.
 */
@NullMarked
package io.millrace.connect.bigquery.change;

import org.jspecify.annotations.NullMarked;
