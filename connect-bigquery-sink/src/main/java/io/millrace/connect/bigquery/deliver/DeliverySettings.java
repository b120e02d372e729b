// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import java.time.Duration;

/**
 * How much may be on its way, how long a commit waits for it, and what becomes of what cannot be delivered.
 *
 * @param bufferMaxBytes consumption pauses when this many bytes are on their way, and resumes below half of it
 * @param flushTimeout how long a commit waits for what is on its way
 * @param tolerant whether the task goes on without what cannot be written: Connect's {@code errors.tolerance=all}
 */
public record DeliverySettings(long bufferMaxBytes, Duration flushTimeout, boolean tolerant) {}
