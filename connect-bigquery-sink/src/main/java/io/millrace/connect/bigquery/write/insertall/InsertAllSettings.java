// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.insertall;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How inserts are sent.
 *
 * @param timeout how long an answer is waited for before a request is given up
 * @param outage how long one is repeated until that is an error, null for ever
 * @param ids whether each row says where it came from, by which BigQuery drops what it gets twice within a minute or so
 * @param compressed whether requests are gzipped
 */
public record InsertAllSettings(Duration timeout, @Nullable Duration outage, boolean ids, boolean compressed) {}
