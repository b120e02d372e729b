// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

/** How records are read: {@code record.format}. */
public enum RecordFormat {
    /** Debezium's envelopes and flattened changes are recognised by their schema or fields; all else is plain. */
    AUTO,
    /** Every record is a row as it is; an envelope stays nested. */
    PLAIN,
    /** Every record must be a Debezium change, flattened or not; another one is a bad record. */
    DEBEZIUM
}
