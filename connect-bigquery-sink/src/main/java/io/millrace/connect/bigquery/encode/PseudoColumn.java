// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;

/**
 * What a row tells BigQuery beside its columns, by names that no column can have
 * (cloud.google.com/bigquery/docs/change-data-capture, 2026-08).
 */
public enum PseudoColumn {
    /** UPSERT or DELETE. */
    CHANGE_TYPE(15_000),
    /** Which of two changes of a key is the later one. */
    CHANGE_SEQUENCE_NUMBER(15_001);

    /** Beyond the 10,000 columns that a table has at most, so that it stays the same whatever the table has. */
    private static final int FIRST_POSITION = 15_000;

    private final int position;

    PseudoColumn(int position) {
        this.position = position;
    }

    /** As what it is written. */
    public Column column() {
        return Column.of("_" + name(), ColumnType.STRING, ColumnMode.NULLABLE);
    }

    /** The place where it stands among the columns. */
    public int position() {
        return position;
    }

    /** Whether this is the place of one of them. */
    public static boolean isAt(int position) {
        return position >= FIRST_POSITION;
    }
}
