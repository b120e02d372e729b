/**
 * How encoded rows leave: in goes an immutable batch of rows of one table, out comes exactly one {@code WriteResult} for
 * it. Each method of writing has its own room below; results arrive on the writer's thread and are only enqueued.
 */
@NullMarked
package io.millrace.connect.bigquery.write;

import org.jspecify.annotations.NullMarked;
