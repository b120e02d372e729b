// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

/** What becomes of a record when something fails: {@code delivery.guarantee}. */
public enum DeliveryGuarantee {
    /** Every record is written, and after a failure some are written again. */
    AT_LEAST_ONCE
}
