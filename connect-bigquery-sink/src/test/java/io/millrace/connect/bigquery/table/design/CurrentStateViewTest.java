// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table.design;

import static io.millrace.connect.bigquery.model.ColumnMode.NULLABLE;
import static io.millrace.connect.bigquery.model.ColumnMode.REPEATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurrentStateViewTest {
    private static final Destination TABLE = new Destination("p", "d", "t");
    private static final TableShape CHANGELOG = new TableShape(List.of(
            Column.of("id", ColumnType.INT64, NULLABLE),
            Column.of("__op", ColumnType.STRING, NULLABLE),
            Column.of("__deleted", ColumnType.BOOL, NULLABLE),
            Column.of("__source_ts", ColumnType.TIMESTAMP, NULLABLE),
            Column.of("__sequence", ColumnType.STRING, NULLABLE)));

    @Test
    void showsTheLastChangeOfEachKeyUnlessItIsGone() {
        assertThat(CurrentStateView.query(TABLE, CHANGELOG, List.of("id"), null))
                .hasValueSatisfying(query -> assertThat(query)
                        .startsWith(CurrentStateView.MARK)
                        .contains("PARTITION BY `id` ORDER BY IFNULL(`__sequence`, '') DESC)")
                        .contains("NOT IFNULL(`__deleted`, FALSE)")
                        .contains("MAX(`__sequence`)"));
        assertThat(CurrentStateView.obstacle(CHANGELOG)).isEmpty();
    }

    @Test
    void ordersRowsWithoutASequenceByWhatAnUnwrappingTransformLeft() {
        TableShape unwrapped = with(
                Column.of("__lsn", ColumnType.INT64, NULLABLE),
                Column.of("__source_ts_ms", ColumnType.INT64, NULLABLE));
        TableShape texts = with(
                Column.of("__lsn", ColumnType.STRING, NULLABLE),
                Column.of("__source_ts_ms", ColumnType.INT64, REPEATED));

        assertThat(CurrentStateView.query(TABLE, unwrapped, List.of("id"), null).orElseThrow())
                .contains("ORDER BY IFNULL(`__sequence`, '') DESC, `__source_ts_ms` DESC, `__lsn` DESC)");
        assertThat(CurrentStateView.query(TABLE, texts, List.of("id"), null).orElseThrow())
                .contains("ORDER BY IFNULL(`__sequence`, '') DESC)");
    }

    @ParameterizedTest
    @CsvSource({
        "__op, INT64, NULLABLE",
        "__op, STRING, REPEATED",
        "__sequence, BYTES, NULLABLE",
        "__sequence, INT64, REQUIRED",
        "__deleted, TIMESTAMP, NULLABLE",
        "__DELETED, FLOAT64, NULLABLE",
        "__deleted, BOOL, REPEATED"
    })
    void saysWhichColumnOfATableMadeByHandIsInTheWay(String name, ColumnType type, ColumnMode mode) {
        assertThat(CurrentStateView.obstacle(with(Column.of(name, type, mode))))
                .hasValueSatisfying(words -> assertThat(words)
                        .contains("column " + name + " is " + mode + " " + type)
                        .endsWith("the view can read "
                                + (name.equalsIgnoreCase("__deleted") ? "BOOL, STRING, INT64, JSON" : "STRING")));
    }

    @Test
    void nothingIsInTheWayOfATableThatIsNoChangelog() {
        assertThat(CurrentStateView.obstacle(new TableShape(List.of(Column.of("__op", ColumnType.INT64, NULLABLE)))))
                .isEmpty();
    }

    @Test
    void hasNothingToShowWithoutAKeyOrChangeColumns() {
        TableShape plain = new TableShape(List.of(Column.of("id", ColumnType.INT64, NULLABLE)));

        assertThat(CurrentStateView.query(TABLE, CHANGELOG, List.of(), null)).isEmpty();
        assertThat(CurrentStateView.query(TABLE, CHANGELOG, List.of("missing"), null))
                .isEmpty();
        assertThat(CurrentStateView.query(TABLE, plain, List.of("id"), null)).isEmpty();
    }

    @Test
    void saysWhatRowsLackToHaveACurrentState() {
        TableShape plain = new TableShape(
                List.of(Column.of("id", ColumnType.INT64, NULLABLE), Column.of("__OP", ColumnType.STRING, NULLABLE)));

        assertThat(CurrentStateView.lack(plain, List.of("id")))
                .hasValueSatisfying(words -> assertThat(words)
                        .contains("view.create=true", "has no __deleted, __source_ts, __sequence;", "record.format"));
        assertThat(CurrentStateView.lack(CHANGELOG, List.of()))
                .hasValueSatisfying(
                        words -> assertThat(words).contains("primary.key=record-key", "struct or an object"));
        assertThat(CurrentStateView.lack(CHANGELOG, List.of("ID", "region", "nope")))
                .hasValueSatisfying(words -> assertThat(words)
                        .contains("primary.key gives ID, region, nope, and the table has no region, nope;"));
        assertThat(CurrentStateView.lack(CHANGELOG, List.of("Id"))).isEmpty();
    }

    /** The changelog with these columns in place of its own or beside them. */
    private static TableShape with(Column... columns) {
        List<Column> all = new ArrayList<>(CHANGELOG.columns());
        for (Column column : columns) {
            all.removeIf(one -> one.name().equalsIgnoreCase(column.name()));
            all.add(column);
        }
        return new TableShape(all);
    }
}
