// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import java.time.Duration;

/**
 * How much may be on its way, and how long a commit waits for it.
 *
 * @param bufferMaxBytes consumption pauses when this many bytes are on their way, and resumes below half of it
 * @param flushTimeout how long a commit waits for what is on its way
 */
public record DeliverySettings(long bufferMaxBytes, Duration flushTimeout) {}
