// SPDX-License-Identifier: Apache-2.0
/**
 * The sink connector; a record's way is {@code task → pipeline → flight → write}, drawn in docs/architecture.
 * Threads: the <i>task thread</i> (Connect's) owns tracker, pipelines and pausing; {@code …-write-N} or
 * {@code …-insert-N} takes an immutable batch and posts one {@code WriteResult}; {@code …-table-N} answers one question about
 * a table; both post to the {@code Mailbox}, which the task thread drains.
 */
@NullMarked
package io.millrace.connect.bigquery;

import org.jspecify.annotations.NullMarked;
