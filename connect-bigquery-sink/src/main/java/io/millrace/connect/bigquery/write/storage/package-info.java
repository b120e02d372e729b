/**
 * The Storage Write API's default streams: batches go in, appended over a few connections that tables share with those
 * that BigQuery answers alike, many in flight; exactly one answer to each comes out. One thread {@code …-write-N} owns
 * connections, retries and deadlines; gRPC's callbacks only post events to it.
 */
@NullMarked
package io.millrace.connect.bigquery.write.storage;

import org.jspecify.annotations.NullMarked;
