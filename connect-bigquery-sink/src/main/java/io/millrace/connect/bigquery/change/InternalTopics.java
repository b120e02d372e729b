// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

/** What becomes of records that Debezium writes for itself: {@code debezium.internal.topics}. */
public enum InternalTopics {
    /** They are skipped: no table holds them. */
    SKIP,
    /** They are records as others are. */
    LAND
}
