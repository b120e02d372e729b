// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import java.util.List;

/** What a row tells beside the columns of its table. */
public enum PseudoColumn {
    /**
     * UPSERT or DELETE, told to BigQuery by a name that no column can have
     * (cloud.google.com/bigquery/docs/change-data-capture, 2026-08).
     */
    CHANGE_TYPE("_CHANGE_TYPE", ColumnMode.NULLABLE, 15_000),
    /** Which of two changes of a key is the later one; likewise. */
    CHANGE_SEQUENCE_NUMBER("_CHANGE_SEQUENCE_NUMBER", ColumnMode.NULLABLE, 15_001),
    /** UPSERT, DELETE, TRUNCATE, or PATCH for an UPSERT that lacks values: a column of the table that rows are merged from. */
    MERGED_CHANGE("__millrace_change", ColumnMode.NULLABLE, 15_002),
    /** The columns whose values the source did not send; likewise. */
    MERGED_UNSENT("__millrace_unsent", ColumnMode.REPEATED, 15_003);

    /** Those that change data capture reads. */
    public static final List<PseudoColumn> OF_CAPTURE = List.of(CHANGE_TYPE, CHANGE_SEQUENCE_NUMBER);

    /** Those of rows that are merged. */
    public static final List<PseudoColumn> OF_MERGE = List.of(MERGED_CHANGE, MERGED_UNSENT);

    /** Beyond the 10,000 columns that a table has at most, so that it stays the same whatever the table has. */
    private static final int FIRST_POSITION = 15_000;

    private final String label;
    private final ColumnMode mode;
    private final int position;

    PseudoColumn(String label, ColumnMode mode, int position) {
        this.label = label;
        this.mode = mode;
        this.position = position;
    }

    /** As what it is written. */
    public Column column() {
        return Column.of(label, ColumnType.STRING, mode);
    }

    /** The place where it stands among the columns. */
    public int position() {
        return position;
    }

    /** Whether this is the place of one of them. */
    public static boolean isAt(int position) {
        return position >= FIRST_POSITION;
    }

    /** Whether one of them that rows are merged by is called so. */
    public static boolean isMerged(String name) {
        return OF_MERGE.stream().anyMatch(pseudo -> pseudo.label.equals(name));
    }
}
