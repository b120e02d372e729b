// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableConstraints;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WarehouseTest {
    private static final TableName NAME = new TableName("p", "d", "T");

    private final Warehouse warehouse = Warehouse.inMemory(Clock.systemUTC());

    @BeforeEach
    void createDataset() {
        warehouse.createDataset(
                new Dataset().setDatasetReference(NAME.inDataset().reference()));
    }

    @AfterEach
    void close() {
        warehouse.close();
    }

    @Test
    void everyTypeComesBackAsItWentIn() {
        List<TableFieldSchema> leaves = List.of(
                field("s", "STRING"),
                field("b", "BYTES"),
                field("i", "INTEGER"),
                field("f", "FLOAT"),
                field("n", "NUMERIC"),
                field("bn", "BIGNUMERIC"),
                field("o", "BOOLEAN"),
                field("d", "DATE"),
                field("t", "TIME"),
                field("dt", "DATETIME"),
                field("ts", "TIMESTAMP"),
                field("j", "JSON"),
                field("g", "GEOGRAPHY"),
                field("iv", "INTERVAL"));
        create(
                field("r", "RECORD").setFields(leaves),
                field("rs", "RECORD").setMode("REPEATED").setFields(leaves),
                field("dts", "DATETIME").setMode("REPEATED"),
                field("bn", "BIGNUMERIC"),
                field("dt", "DATETIME"),
                field("iv", "INTERVAL"),
                field("f", "FLOAT"));
        Map<String, Object> leaf = new HashMap<>();
        leaf.put("s", "it's");
        leaf.put("i", Long.MIN_VALUE);
        leaf.put("f", Double.NEGATIVE_INFINITY);
        leaf.put("n", new BigDecimal("-99999999999999999999999999999.999999999"));
        leaf.put(
                "bn",
                new BigDecimal("-578960446186580977117854925043439539266.34992332820282019728792003956564819968"));
        leaf.put("o", true);
        leaf.put("d", LocalDate.of(1, 1, 1));
        leaf.put("t", LocalTime.of(23, 59, 59, 999_999_000));
        leaf.put("dt", LocalDateTime.of(2024, 3, 10, 2, 30, 0, 1_000));
        leaf.put("ts", Instant.parse("0001-01-01T00:00:00.000001Z"));
        leaf.put("j", "{\"a\":[1,null]}");
        leaf.put("g", "POINT(1 2)");
        leaf.put("iv", new Interval(-14, 3, -5));
        Map<String, Object> row = new HashMap<>();
        row.put("r", leaf);
        row.put("rs", List.of(leaf, leaf));
        row.put("dts", List.of(LocalDateTime.of(1500, 1, 1, 0, 0, 0, 1_000)));
        row.put("bn", new BigDecimal("0.00000000000000000000000000000000000001"));
        row.put("dt", LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000));
        row.put("iv", new Interval(0, 0, 3_600_000_000L * 9000));
        row.put("f", Double.NaN);

        warehouse.insert(NAME, List.of(row));

        List<Object> stored = warehouse.rows(NAME, 0, 10).rows().get(0);
        Map<String, Object> expected = new HashMap<>(leaf);
        expected.put("b", null);
        assertThat(stored.get(0)).isEqualTo(expected);
        assertThat(stored.get(1)).isEqualTo(List.of(expected, expected));
        assertThat(stored.subList(2, 7))
                .containsExactly(row.get("dts"), row.get("bn"), row.get("dt"), row.get("iv"), row.get("f"));
    }

    @Test
    void aRefusedRowRefusesTheWholeInsert() {
        create(field("id", "INTEGER").setMode("REQUIRED"));

        assertThatThrownBy(() -> warehouse.insert(NAME, List.of(Map.of("id", 1L), Map.of())))
                .hasMessageContaining("Missing required field: id");

        assertThat(warehouse.rowCount(NAME)).isZero();
    }

    @Test
    void aTableStaysVisibleWhileARefusedWriteIsRolledBack() throws InterruptedException {
        create(field("id", "INTEGER").setMode("REQUIRED"));
        AtomicBoolean missed = new AtomicBoolean();
        AtomicBoolean ended = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            while (!ended.get()) {
                if (warehouse.table(NAME).isEmpty()) {
                    missed.set(true);
                }
            }
        });
        reader.start();

        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> create(field("id", "INTEGER"))).isInstanceOf(WarehouseException.class);
            assertThatThrownBy(() -> warehouse.insert(NAME, List.of(Map.of()))).isInstanceOf(WarehouseException.class);
        }

        ended.set(true);
        reader.join();
        assertThat(missed).isFalse();
    }

    @Test
    void readersSeeEachCommit() {
        create(field("id", "INTEGER"));
        assertThat(warehouse.rowCount(NAME)).isZero();

        warehouse.insert(NAME, List.of(Map.of("id", 1L)));

        assertThat(warehouse.rowCount(NAME)).isEqualTo(1);
    }

    @Test
    void columnsOfAllModesMayBeAddedAtOnceToATableWithRows() {
        create(field("a", "INTEGER"), field("r", "RECORD").setFields(List.of(field("x", "INTEGER"))));
        warehouse.insert(NAME, List.of(Map.of("a", 1L, "r", Map.of("x", 1L))));
        Table wanted = warehouse.table(NAME).orElseThrow().metadata();
        wanted.getSchema()
                .setFields(List.of(
                        field("a", "INTEGER"),
                        field("r", "RECORD").setFields(List.of(field("x", "INTEGER"), field("y", "STRING"))),
                        field("l", "STRING").setMode("REPEATED"),
                        field("m", "INTEGER").setMode("REPEATED"),
                        field("z", "STRING")));

        warehouse.updateTable(NAME, wanted, null);
        warehouse.insert(NAME, List.of(Map.of("a", 2L)));

        assertThat(warehouse.rows(NAME, 0, 1).rows().get(0).subList(2, 5)).containsExactly(List.of(), List.of(), null);
        assertThat(warehouse.rows(NAME, 1, 1).rows().get(0).subList(2, 5)).containsExactly(List.of(), List.of(), null);
    }

    /** DuckDB took gigabytes for a patch that adds thousands, and its process with it. */
    @Test
    void thousandsOfColumnsMayBeAddedAtOnceToATableWithRows() {
        create(
                field("a", "INTEGER").setMode("REQUIRED"),
                field("r", "RECORD").setFields(List.of(field("x", "INTEGER"))));
        warehouse.insert(NAME, List.of(Map.of("a", 1L, "r", Map.of("x", 1L))));
        List<TableFieldSchema> columns = new ArrayList<>(List.of(
                field("a", "INTEGER"),
                field("r", "RECORD").setFields(List.of(field("x", "INTEGER"), field("y", "STRING"))),
                field("l", "STRING").setMode("REPEATED")));
        for (int i = 0; i < 4_000; i++) {
            columns.add(field("c" + i, "STRING"));
        }
        Table wanted = warehouse.table(NAME).orElseThrow().metadata();
        wanted.getSchema().setFields(columns);

        warehouse.updateTable(NAME, wanted, null);
        warehouse.insert(NAME, List.of(Map.of("a", 2L, "c3999", "new")));

        assertThat(warehouse.rowCount(NAME)).isEqualTo(2);
        List<Object> old = warehouse.rows(NAME, 0, 1).rows().get(0);
        assertThat(old.get(0)).isEqualTo(1L);
        assertThat(old.subList(2, 4)).containsExactly(List.of(), null);
        assertThat(warehouse.rows(NAME, 1, 1).rows().get(0)).hasSize(4_003).endsWith("new");
    }

    @Test
    void aRepeatedColumnMayBeAddedToATableThatLostManyRows() { // DuckDB fails for good with ADD COLUMN DEFAULT []
        createKeyed();
        List<Change> upserts =
                LongStream.range(0, 5_000).mapToObj(id -> upsert(id, "v", null)).toList();
        warehouse.applyChanges(NAME, upserts);
        warehouse.applyChanges(NAME, upserts.subList(0, 4_900));
        Table wanted = warehouse.table(NAME).orElseThrow().metadata();
        wanted.getSchema()
                .setFields(List.of(
                        field("id", "INTEGER"),
                        field("v", "STRING"),
                        field("l", "STRING").setMode("REPEATED")));

        warehouse.updateTable(NAME, wanted, null);

        assertThat(warehouse.rowCount(NAME)).isEqualTo(5_000);
        assertThat(warehouse.rows(NAME, 0, 1).rows().get(0)).contains(List.of());
    }

    @Test
    void aFieldAddedInsideRepeatedRecordsIsNullInOldRows() {
        create(field("r", "RECORD").setMode("REPEATED").setFields(List.of(field("a", "INTEGER"))));
        warehouse.insert(NAME, List.of(Map.of("r", List.of(Map.of("a", 1L)))));
        Table wanted = warehouse.table(NAME).orElseThrow().metadata();
        wanted.getSchema()
                .setFields(List.of(field("r", "RECORD")
                        .setMode("REPEATED")
                        .setFields(List.of(field("a", "INTEGER"), field("b", "STRING")))));

        StoredTable changed = warehouse.updateTable(NAME, wanted, null);

        Map<String, Object> element = new HashMap<>();
        element.put("a", 1L);
        element.put("b", null);
        assertThat(warehouse.rows(NAME, 0, 1).rows()).containsExactly(Arrays.asList(List.of(element)));
        assertThat(changed.schemaVersion()).isEqualTo(2);
    }

    @Test
    void changesApplyInTheOrderOfTheirSequenceNumbersNotOfArrival() {
        createKeyed();

        warehouse.applyChanges(NAME, List.of(upsert(1, "new", "1/A"), upsert(1, "old", "1/9"), upsert(2, "x", "0/FF")));
        warehouse.applyChanges(NAME, List.of(upsert(1, "older", "0/FFFFFFFFFFFFFFFF"), delete(2, "1/0")));
        warehouse.applyChanges(NAME, List.of(upsert(2, "late", "0/FFF")));

        assertThat(warehouse.rows(NAME, 0, 10).rows()).containsExactly(List.of(1L, "new"));
    }

    @Test
    void changesWithoutSequenceApplyInTheOrderOfArrival() {
        createKeyed();

        warehouse.applyChanges(NAME, List.of(upsert(1, "a", null), delete(1, null), upsert(1, "b", null)));

        assertThat(warehouse.rows(NAME, 0, 10).rows()).containsExactly(List.of(1L, "b"));
    }

    @Test
    void aTableInCapitalsIsAnotherTable() {
        create(field("id", "INTEGER"));
        warehouse.createTable(new Table()
                .setTableReference(NAME.inDataset().table("t").reference())
                .setSchema(new TableSchema().setFields(List.of(field("x", "STRING")))));

        warehouse.insert(NAME, List.of(Map.of("id", 1L)));

        assertThat(warehouse.rowCount(NAME.inDataset().table("t"))).isZero();
    }

    @Test
    void aFailedWriteLeavesNoMetadataBehind() {
        assertThatThrownBy(() -> warehouse.write(connection -> {
                    create(field("id", "INTEGER"));
                    throw WarehouseException.invalid("no");
                }))
                .hasMessage("no");

        assertThat(warehouse.table(NAME)).isEmpty();
    }

    private void createKeyed() {
        warehouse.createTable(new Table()
                .setTableReference(NAME.reference())
                .setTableConstraints(new TableConstraints()
                        .setPrimaryKey(new TableConstraints.PrimaryKey().setColumns(List.of("id"))))
                .setSchema(new TableSchema().setFields(List.of(field("id", "INTEGER"), field("v", "STRING")))));
    }

    private static Change upsert(long id, String value, @Nullable String sequence) {
        return new Change(Change.Kind.UPSERT, Map.of("id", id, "v", value), sequence);
    }

    private static Change delete(long id, @Nullable String sequence) {
        return new Change(Change.Kind.DELETE, Map.of("id", id), sequence);
    }

    private void create(TableFieldSchema... fields) {
        warehouse.createTable(new Table()
                .setTableReference(NAME.reference())
                .setSchema(new TableSchema().setFields(List.of(fields))));
    }

    private static TableFieldSchema field(String name, String type) {
        return new TableFieldSchema().setName(name).setType(type);
    }
}
