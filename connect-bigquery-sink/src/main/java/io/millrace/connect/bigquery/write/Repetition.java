// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write;

/**
 * A batch was not written for a passing reason and goes out again by itself; its one {@link WriteResult} is still to come.
 *
 * @param cause the codes or the event behind the reason, for people; holds no value of a row
 */
public record Repetition(Batch batch, RetryReason reason, String cause) {}
