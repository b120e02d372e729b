// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.change.RowChange;
import io.millrace.connect.bigquery.change.RowChanges;
import io.millrace.connect.bigquery.encode.RowEncoders;
import io.millrace.connect.bigquery.encode.proto.ProtoFormat;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.RecordShapes;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.TableContent;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** One task, thousands of tables with a schema each, in turn: nothing that was worked out once is worked out again. */
class ManySchemasTest {
    private record At(String topic, int partition, long offset) implements Origin {}

    private static final int TABLES = 5_000;
    private static final int FIELDS = 20;

    private final Changes changes = new Changes(ChangeSettings.DEFAULT);
    private final RecordShapes shapes = new RecordShapes(SchemaSettings.DEFAULT, changes, TableContent.CHANGELOG);
    private final RowConverter rows = new RowConverter(
            shapes,
            new RowEncoders(
                    SchemaSettings.DEFAULT, changes, new ProtoFormat(), InstantSource.system(), TableContent.CHANGELOG),
            new RowChanges(changes, ChangeSettings.DEFAULT),
            SchemaSettings.DEFAULT);

    private static Schema schema(int table) {
        SchemaBuilder builder = SchemaBuilder.struct().name("t" + table);
        for (int f = 1; f < FIELDS; f++) {
            builder.field("f" + f, f % 2 == 0 ? Schema.OPTIONAL_STRING_SCHEMA : Schema.OPTIONAL_INT64_SCHEMA);
        }
        return builder.field("only" + table, Schema.OPTIONAL_STRING_SCHEMA).build();
    }

    private static SinkRecord record(Schema schema) {
        Struct value = new Struct(schema);
        schema.fields().forEach(field -> value.put(field, field.schema().type() == Schema.Type.STRING ? "text" : 7L));
        return new SinkRecord("t", 0, null, null, schema, value, 0);
    }

    /** What a pipeline does for a record of a table that is there. */
    private TableShape land(SinkRecord record, TableShape live) {
        TableShape wanted = rows.wantedBy(record, RowChange.APPEND, live);
        assertThat(rows.grown(live, wanted)).isNull();
        rows.encode(record, RowChange.APPEND, live, new At("t", 0, 0));
        return wanted;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void keepsWhatIsKnownOfEachOfThem() {
        List<SinkRecord> records = new ArrayList<>();
        List<TableShape> live = new ArrayList<>();
        List<TableShape> wanted = new ArrayList<>();
        for (int t = 0; t < TABLES; t++) {
            records.add(record(schema(t)));
            live.add(new TableShape(shapes.wantedBy(records.get(t), null).columns()));
            wanted.add(land(records.get(t), live.get(t)));
        }

        for (int round = 0; round < 3; round++) {
            long before = allocated();
            for (int t = 0; t < TABLES; t++) {
                assertThat(land(records.get(t), live.get(t))).isSameAs(wanted.get(t));
            }
            // The row and what AssertJ makes; an encoder that is compiled anew would be five times as much.
            assertThat((allocated() - before) / TABLES).isLessThan(2_000);
        }
    }

    @Test
    void equalSchemasOfWhateverObjectsAreOne() {
        TableShape live =
                new TableShape(shapes.wantedBy(record(schema(0)), null).columns());
        TableShape wanted = land(record(schema(0)), live);
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < TABLES; i++) {
            records.add(record(schema(0)));
        }
        assertThat(land(records.get(0), live)).isSameAs(wanted);

        long before = allocated();
        for (SinkRecord record : records) {
            assertThat(land(record, live)).isSameAs(wanted);
        }

        assertThat((allocated() - before) / TABLES).isLessThan(3_000);
    }

    @Test
    void aTableFedByManySchemasComparesEachOnce() {
        List<SinkRecord> records = new ArrayList<>();
        TableShape live = new TableShape(List.of());
        for (int t = 0; t < 200; t++) {
            records.add(record(schema(t)));
            TableShape grown = rows.grown(live, rows.wantedBy(records.get(t), RowChange.APPEND, live));
            live = grown == null ? live : grown;
        }
        for (SinkRecord record : records) {
            land(record, live);
        }

        long before = allocated();
        for (SinkRecord record : records) {
            land(record, live);
        }

        assertThat((allocated() - before) / records.size()).isLessThan(2_000);
    }

    /** Ten times the fields; what looks at each column for each field costs a hundred times as much. */
    @Test
    void recordsWithoutASchemaCostAsMuchAsTheyHaveFields() {
        costOfSchemaless(500); // the classes are loaded
        long few = costOfSchemaless(500);

        assertThat(costOfSchemaless(5_000)).isLessThan(30 * few + 100_000_000);
    }

    private long costOfSchemaless(int fields) {
        Map<String, Object> value = new HashMap<>();
        for (int f = 0; f < fields; f++) {
            value.put("f" + f, f % 2 == 0 ? (Object) 7L : "text");
        }
        SinkRecord record = new SinkRecord("t", 0, null, null, null, value, 0);
        TableShape live = shapes.wantedBy(record, null);
        assertThat(land(record, live)).isSameAs(live);
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < 20; i++) {
            land(record, live);
        }
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    }
}
