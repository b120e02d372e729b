/**
 * The sink connector. A record's way: {@code OffsetLedger → Router → TableLane → RowEncoders → Batch → RowWriter}.
 * Threads: the <i>task thread</i> (Connect's) owns ledger, lanes and pausing; {@code …-write-N} takes an immutable batch
 * and posts one {@code WriteResult}; {@code …-table-N} answers one question about a table; both post to the {@code Inbox},
 * which the task thread drains.
 */
@NullMarked
package io.millrace.connect.bigquery;

import org.jspecify.annotations.NullMarked;
