// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.model;

/** Whether a column must, may or may repeatedly have a value. */
public enum ColumnMode {
    REQUIRED,
    NULLABLE,
    REPEATED
}
