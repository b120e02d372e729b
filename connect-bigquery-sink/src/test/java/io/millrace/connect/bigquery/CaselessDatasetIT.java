// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.MergeIT.deliver;
import static io.millrace.connect.bigquery.MergeIT.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.DatasetReference;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableConstraints;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableReference;
import com.google.api.services.bigquery.model.TableSchema;
import io.millrace.connect.emulator.Emulator;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Datasets whose new columns compare texts regardless of case, which the source of the records need not. */
@Timeout(120)
class CaselessDatasetIT {
    private static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA).build();
    private static final Schema ROW = SchemaBuilder.struct()
            .optional()
            .field("id", Schema.STRING_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("shop.orders.Envelope")
            .field("before", ROW)
            .field("after", ROW)
            .field("source", MergeIT.SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static void makeDataset(String name) {
        emulator.warehouse()
                .createDataset(new Dataset()
                        .setDatasetReference(new DatasetReference()
                                .setProjectId(SinkBench.PROJECT)
                                .setDatasetId(name))
                        .setLocation("US")
                        .setDefaultCollation("und:ci"));
    }

    private static SinkRecord change(long offset, String id, @Nullable String note) {
        return record(
                offset,
                KEY,
                new Struct(KEY).put("id", id),
                ROW,
                note == null ? null : new Struct(ROW).put("id", id).put("note", note));
    }

    @Test
    void mergesKeepKeysApartThatDifferInCase() {
        try (SinkBench bench = MergeIT.bench(emulator, "caseless_merged")) {
            makeDataset("caseless_merged");
            deliver(bench, change(0, "a", "small"), change(1, "A", "large"), change(2, "b", "b"));
            deliver(bench, change(3, "a", null), change(4, "B", "B"));

            assertThat(bench.rows("SELECT id, note FROM caseless_merged.orders ORDER BY note"))
                    .containsExactlyInAnyOrder(List.of("A", "large"), List.of("b", "b"), List.of("B", "B"));
        }
    }

    /** Nobody can take the collation from a column that is there. */
    @Test
    void mergesKeepKeysApartInATableThatWasMadeByHand() {
        try (SinkBench bench = MergeIT.bench(emulator, "caseless_by_hand")) {
            makeDataset("caseless_by_hand");
            emulator.warehouse()
                    .createTable(new Table()
                            .setTableReference(new TableReference()
                                    .setProjectId(SinkBench.PROJECT)
                                    .setDatasetId("caseless_by_hand")
                                    .setTableId("orders"))
                            .setSchema(new TableSchema()
                                    .setFields(List.of(text("id").setMode("REQUIRED"), text("note"))))
                            .setTableConstraints(new TableConstraints()
                                    .setPrimaryKey(new TableConstraints.PrimaryKey().setColumns(List.of("id")))));
            deliver(bench, change(0, "a", "small"), change(1, "A", "large"), change(2, "b", "b"));
            deliver(bench, change(3, "a", null), change(4, "B", "B"));
            deliver(bench, change(5, "b", "later"));

            assertThat(bench.rows("SELECT COLLATE(id, ''), note FROM caseless_by_hand.orders"))
                    .containsExactlyInAnyOrder(List.of("A", "large"), List.of("b", "later"), List.of("B", "B"));
        }
    }

    private static TableFieldSchema text(String name) {
        return new TableFieldSchema().setName(name).setType("STRING");
    }

    /** BigQuery clusters by no column that ignores case. */
    @Test
    void tablesOfChangesAreMadeThere() {
        try (SinkBench bench = new SinkBench(emulator, "caseless_changes").with("change.mode", "upsert-delete")) {
            makeDataset("caseless_changes");
            deliver(bench, change(0, "a", "small"));

            assertThat(bench.table("orders").getClustering().getFields()).containsExactly("id");
            assertThat(bench.rows("SELECT note FROM caseless_changes.orders WHERE note = 'SMALL'"))
                    .hasSize(1);
        }
    }

    @Test
    void theViewKeepsKeysApart() {
        try (SinkBench bench = new SinkBench(emulator, "caseless_viewed").with("view.create", "true")) {
            makeDataset("caseless_viewed");
            deliver(bench, created(0, "a", "small"), created(1, "A", "large"), created(2, "a", "later"));

            assertThat(bench.rows("SELECT id, note FROM caseless_viewed.orders_current"))
                    .containsExactlyInAnyOrder(List.of("a", "later"), List.of("A", "large"));
        }
    }

    private static SinkRecord created(long offset, String id, String note) {
        Struct envelope = new Struct(ENVELOPE)
                .put("after", new Struct(ROW).put("id", id).put("note", note))
                .put("source", new Struct(MergeIT.SOURCE).put("ts_ms", offset))
                .put("op", "c");
        return record(offset, KEY, new Struct(KEY).put("id", id), ENVELOPE, envelope);
    }
}
