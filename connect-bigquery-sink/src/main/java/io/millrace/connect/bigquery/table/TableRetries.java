// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import io.millrace.connect.kit.retry.RetryPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often and how long a question is tried.
 *
 * @param outage how long BigQuery may be unable to answer until that is an error, null for ever
 */
public record TableRetries(RetryPolicy policy, @Nullable Duration outage) {}
