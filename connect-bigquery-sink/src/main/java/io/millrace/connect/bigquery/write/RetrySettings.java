// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How transient refusals are repeated.
 *
 * @param outage how long repeating may last before the task fails; null for as long as it takes
 * @param initialBackoff the upper bound of the first pause; pauses are jittered and grow exponentially
 * @param maxBackoff the upper bound of every pause
 */
public record RetrySettings(@Nullable Duration outage, Duration initialBackoff, Duration maxBackoff) {}
