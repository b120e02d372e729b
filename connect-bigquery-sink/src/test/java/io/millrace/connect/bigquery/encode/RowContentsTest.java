// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowContentsTest {
    private static final TableShape SHAPE = new TableShape(List.of(
            Column.of("id", ColumnType.INT64, ColumnMode.REQUIRED),
            Column.of("theirs", ColumnType.STRING, ColumnMode.NULLABLE),
            record("r", ColumnMode.NULLABLE),
            record("l", ColumnMode.REPEATED),
            record("q", ColumnMode.NULLABLE)));

    private Encoding encoding = new Encoding();
    private RowContents contents = encoding.contents(SHAPE);

    private void rowsOf(Form form) {
        encoding = form.in(encoding);
        contents = encoding.contents(SHAPE);
    }

    private static Column record(String name, ColumnMode mode) {
        return Column.record(
                name,
                mode,
                List.of(
                        Column.of("x", ColumnType.INT64, ColumnMode.NULLABLE),
                        Column.of("y", ColumnType.FLOAT64, ColumnMode.NULLABLE),
                        Column.of("z", ColumnType.STRING, ColumnMode.REPEATED)));
    }

    private void add(Map<String, ?> record) {
        contents.add(encoding.encode(Encoding.record(null, record), SHAPE));
    }

    private static String told(List<Column> columns) {
        StringBuilder told = new StringBuilder();
        for (Column column : columns) {
            told.append(column.name()).append(column.mode() == ColumnMode.NULLABLE ? "" : "!");
            told.append(column.fields().isEmpty() ? " " : "(" + told(column.fields()) + ") ");
        }
        return told.toString().strip();
    }

    @ParameterizedTest
    @EnumSource
    void rowsHadWhatAnyOfThemHasAndRequireWhatAllHave(Form form) {
        rowsOf(form);
        add(Map.of("id", 0, "r", Map.of("x", 0), "l", List.of(Map.of("y", 0.0), Map.of("x", 1)), "q", Map.of()));
        add(Map.of("id", 1, "r", Map.of("x", 1, "z", List.of("a", "b"))));

        assertThat(told(contents.had().columns())).isEqualTo("id! r!(x! z!) l!(x y)");
    }

    @ParameterizedTest
    @EnumSource
    void theirTableCanBeMadeWithoutWhatARowLacks(Form form) {
        rowsOf(form);
        assertThat(told(contents.relaxed().columns())).isEqualTo(told(SHAPE.columns()));
        Column id = Column.of("id", ColumnType.INT64, ColumnMode.REQUIRED);
        RowContents other =
                encoding.contents(new TableShape(List.of(id, Column.of("d", ColumnType.INT64, ColumnMode.REQUIRED))));
        other.add(encoding.encode(Encoding.record(null, Map.of("id", 7)), new TableShape(List.of(id))));

        assertThat(told(other.relaxed().columns())).isEqualTo("id! d");
    }

    @ParameterizedTest
    @EnumSource
    void aFieldIsLackedByTheRecordsThatAreThere(Form form) {
        rowsOf(form);
        add(Map.of("id", 0, "r", Map.of("x", 0)));

        assertThat(List.of("id", "ID", "r", "r.x", "q.x", "gone.x")).noneMatch(contents::lacks);
        assertThat(List.of("theirs", "r.y", "R.Y", "q", "gone", "r.gone")).allMatch(contents::lacks);
    }
}
