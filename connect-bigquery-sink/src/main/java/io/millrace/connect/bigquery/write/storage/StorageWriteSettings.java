// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How appends are sent.
 *
 * @param timeout how long an answer is waited for before its connection is given up
 * @param outage how long an append is repeated until that is an error, null for ever
 * @param traceId shown by Google's support tools: {@code product:connector}
 * @param maxConnections most connections of one task to one location for tables that BigQuery answers in time; as many
 *     again for those that it did not answer yet, and fewer for those that it answers late or not at all
 */
public record StorageWriteSettings(
        Duration timeout, @Nullable Duration outage, String traceId, int maxConnections) {}
