// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

/** What a record without a value (a tombstone) means: {@code null.values}. */
public enum NullValues {
    /** A delete where rows are deleted by key; skipped where rows are appended. */
    AUTO,
    /** A bad record. */
    FAIL
}
