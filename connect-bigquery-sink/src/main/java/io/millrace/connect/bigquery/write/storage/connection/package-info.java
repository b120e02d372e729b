/**
 * The few AppendRows connections of a task, whatever streams are written to. Comes in: an append. Goes out: the append that
 * an answer is for, and what a refusal means. Owned by the writer's thread; what gRPC calls back is posted there.
 */
@NullMarked
package io.millrace.connect.bigquery.write.storage.connection;

import org.jspecify.annotations.NullMarked;
