// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table.design;

import static io.millrace.connect.bigquery.model.ColumnMode.NULLABLE;
import static io.millrace.connect.bigquery.model.ColumnMode.REPEATED;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.services.bigquery.model.Table;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TableDesignTest {
    private static final Destination TABLE = new Destination("p", "d", "t");
    private static final TableShape SHAPE = new TableShape(List.of(
            Column.of("id", ColumnType.INT64, NULLABLE),
            Column.of("ts", ColumnType.TIMESTAMP, NULLABLE),
            Column.of("day", ColumnType.DATE, NULLABLE),
            Column.of("text", ColumnType.JSON, NULLABLE),
            Column.of("days", ColumnType.DATE, REPEATED)));
    private static final TableLayout.Options NO_OPTIONS = TableLayout.PLAIN.options();
    private static final TableLayout.View NO_VIEW = TableLayout.PLAIN.view();

    private static Table design(TableLayout layout) {
        return new TableDesign(TABLE, layout).of(SHAPE, List.of(), Instant.ofEpochMilli(1_000));
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
    void clustersWithoutPartitioning() {
        // Elsewhere tables are clustered only if they are partitioned, and all alike.
        Table table = design(new TableLayout(true, Partitioning.NONE, List.of("id"), NO_OPTIONS, NO_VIEW));

        assertThat(table.getTimePartitioning()).isNull();
        assertThat(table.getClustering().getFields()).containsExactly("id");
    }

    @Test
    void partitionsByTheTimeOfIngestionWithoutDecorators() {
        // Elsewhere such tables need a decorator in each name.
        Table table = design(new TableLayout(
                true, new Partitioning(Partitioning.Unit.HOUR, null, null, false), List.of(), NO_OPTIONS, NO_VIEW));

        assertThat(table.getTimePartitioning().getField()).isNull();
        assertThat(table.getTableReference().getTableId()).isEqualTo("t");
    }

    static Stream<Arguments> columnsThatAreNotThereOrDoNotFit() {
        return Stream.of(
                Arguments.of("no_such", Partitioning.Unit.DAY, "the records have [id, ts, day, text, days]"),
                Arguments.of("id", Partitioning.Unit.DAY, "type INT64"),
                Arguments.of("text", Partitioning.Unit.MONTH, "type JSON"),
                Arguments.of("days", Partitioning.Unit.DAY, "type REPEATED DATE"),
                Arguments.of("day", Partitioning.Unit.HOUR, "type DATE, which has no hours"));
    }

    @ParameterizedTest
    @MethodSource("columnsThatAreNotThereOrDoNotFit")
    void aTableWithoutTheColumnIsMadeWithoutPartitions(String field, Partitioning.Unit unit, String found) {
        TableDesign design = new TableDesign(
                TABLE,
                new TableLayout(
                        true,
                        new Partitioning(unit, field, Duration.ofDays(3), true),
                        List.of("id"),
                        NO_OPTIONS,
                        NO_VIEW));

        Table table = design.of(SHAPE, List.of(), Instant.EPOCH);

        assertThat(table.getTimePartitioning()).isNull();
        assertThat(table.getRequirePartitionFilter()).isNull();
        assertThat(table.getClustering().getFields()).containsExactly("id");
        assertThat(design.omitted())
                .singleElement()
                .asString()
                .contains("partitions", "table.partition.field=" + field, found);
    }

    @Test
    void aTableIsClusteredByTheColumnsThatItHas() {
        TableDesign design = new TableDesign(
                TABLE,
                new TableLayout(
                        true, Partitioning.NONE, List.of("text", "no_such", "ID", "days"), NO_OPTIONS, NO_VIEW));

        assertThat(design.of(SHAPE, List.of(), Instant.EPOCH).getClustering().getFields())
                .containsExactly("id");
        assertThat(design.omitted())
                .hasSize(3)
                .allSatisfy(told -> assertThat(told).contains("table.clustering.fields"));
    }

    @Test
    void aTableWithNoneOfTheColumnsIsNotClustered() {
        TableDesign design = new TableDesign(
                TABLE, new TableLayout(true, Partitioning.NONE, List.of("text", "none"), NO_OPTIONS, NO_VIEW));

        assertThat(design.of(SHAPE, List.of(), Instant.EPOCH).getClustering()).isNull();
        assertThat(design.omitted()).hasSize(2);
    }
}
