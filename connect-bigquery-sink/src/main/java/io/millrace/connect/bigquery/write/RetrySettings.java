// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write;

import java.time.Duration;

/**
 * How transient refusals are repeated.
 *
 * @param timeout how long a request is repeated before the records are given back to the worker
 * @param initialBackoff the upper bound of the first pause; pauses are jittered and grow exponentially
 * @param maxBackoff the upper bound of every pause
 */
public record RetrySettings(Duration timeout, Duration initialBackoff, Duration maxBackoff) {}
