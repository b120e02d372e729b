/**
 * Batches appended to tables' default streams, at least once. Comes in: a batch. Goes out: its one result, however often it
 * is sent, divided or repeated before that. On the writer's own thread.
 */
@NullMarked
package io.millrace.connect.bigquery.write.storage.defaultstream;

import org.jspecify.annotations.NullMarked;
