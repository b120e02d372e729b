// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import static io.millrace.connect.bigquery.model.ColumnMode.NULLABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.List;
import org.junit.jupiter.api.Test;

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
        assertThat(CurrentStateView.query(TABLE, CHANGELOG, List.of("id")))
                .hasValueSatisfying(query -> assertThat(query)
                        .startsWith(CurrentStateView.MARK)
                        .contains("PARTITION BY `id` ORDER BY `__sequence` DESC")
                        .contains("NOT IFNULL(`__deleted`, FALSE)")
                        .contains("MAX(`__sequence`)"));
    }

    @Test
    void hasNothingToShowWithoutAKeyOrChangeColumns() {
        TableShape plain = new TableShape(List.of(Column.of("id", ColumnType.INT64, NULLABLE)));

        assertThat(CurrentStateView.query(TABLE, CHANGELOG, List.of())).isEmpty();
        assertThat(CurrentStateView.query(TABLE, CHANGELOG, List.of("missing"))).isEmpty();
        assertThat(CurrentStateView.query(TABLE, plain, List.of("id"))).isEmpty();
    }
}
