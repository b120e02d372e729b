// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

/** What a change of a row does to its table: {@code change.mode}. */
public enum ChangeMode {
    /** Every record is one more row. */
    APPEND
}
