// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import static io.millrace.connect.bigquery.model.ColumnMode.NULLABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.services.bigquery.model.Table;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class TableDesignTest {
    private static final Destination TABLE = new Destination("p", "d", "t");
    private static final TableShape SHAPE = new TableShape(List.of(
            Column.of("id", ColumnType.INT64, NULLABLE),
            Column.of("ts", ColumnType.TIMESTAMP, NULLABLE),
            Column.of("text", ColumnType.JSON, NULLABLE)));
    private static final TableLayout.Options NO_OPTIONS = TableLayout.PLAIN.options();
    private static final TableLayout.View NO_VIEW = TableLayout.PLAIN.view();

    private static Table design(TableLayout layout) {
        return new TableDesign(TABLE, layout).of(SHAPE, Instant.ofEpochMilli(1_000));
    }

    @Test
    void laysATableOutAsTold() {
        TableLayout layout = new TableLayout(
                true,
                new Partitioning(Partitioning.Unit.DAY, "TS", Duration.ofDays(3), true),
                List.of("id"),
                new TableLayout.Options(
                        Map.of("team", "x"), Duration.ofSeconds(9), "kms", Duration.ofMinutes(90), Map.of()),
                NO_VIEW);

        Table table = design(layout);

        assertThat(table.getTimePartitioning().getField()).isEqualTo("ts");
        assertThat(table.getTimePartitioning().getType()).isEqualTo("DAY");
        assertThat(table.getTimePartitioning().getExpirationMs()).isEqualTo(259_200_000L);
        assertThat(table.getRequirePartitionFilter()).isTrue();
        assertThat(table.getClustering().getFields()).containsExactly("id");
        assertThat(table.getLabels()).containsEntry("team", "x");
        assertThat(table.getExpirationTime()).isEqualTo(10_000L);
        assertThat(table.getEncryptionConfiguration().getKmsKeyName()).isEqualTo("kms");
        assertThat(table.getMaxStaleness()).isEqualTo("0-0 0 1:30:0");
    }

    @Test
    void clustersWithoutPartitioning() { // pain 27
        Table table = design(new TableLayout(true, Partitioning.NONE, List.of("id"), NO_OPTIONS, NO_VIEW));

        assertThat(table.getTimePartitioning()).isNull();
        assertThat(table.getClustering().getFields()).containsExactly("id");
    }

    @Test
    void partitionsByTheTimeOfIngestionWithoutDecorators() { // pain 26
        Table table = design(new TableLayout(
                true, new Partitioning(Partitioning.Unit.HOUR, null, null, false), List.of(), NO_OPTIONS, NO_VIEW));

        assertThat(table.getTimePartitioning().getField()).isNull();
        assertThat(table.getTableReference().getTableId()).isEqualTo("t");
    }

    @Test
    void saysWhichColumnDoesNotGoWithTheLayout() {
        assertThatThrownBy(() -> design(new TableLayout(
                        true,
                        new Partitioning(Partitioning.Unit.DAY, "id", null, false),
                        List.of(),
                        NO_OPTIONS,
                        NO_VIEW)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("table.partition.field=id")
                .hasMessageContaining("INT64");
        assertThatThrownBy(() -> design(new TableLayout(true, Partitioning.NONE, List.of("text"), NO_OPTIONS, NO_VIEW)))
                .hasMessageContaining("table.clustering.fields")
                .hasMessageContaining("JSON");
        assertThatThrownBy(() -> design(new TableLayout(true, Partitioning.NONE, List.of("none"), NO_OPTIONS, NO_VIEW)))
                .hasMessageContaining("none, the records have [id, ts, text]");
    }
}
