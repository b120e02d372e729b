// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage;

import io.millrace.connect.bigquery.write.RetrySettings;
import java.time.Duration;

/**
 * How appends are sent.
 *
 * @param timeout how long an answer is waited for before its connection is given up
 * @param traceId shown by Google's support tools: {@code product:connector}
 * @param maxConnections most connections of one task to one location for tables that BigQuery answers in time; as many
 *     again for those that it did not answer yet, and fewer for those that it answers late or not at all
 */
public record StorageWriteSettings(Duration timeout, RetrySettings retry, String traceId, int maxConnections) {}
