// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.growth;

import static io.millrace.connect.benchmarks.growth.Growth.Law.FLAT;
import static io.millrace.connect.benchmarks.growth.Growth.Law.LINEAR;

import io.millrace.connect.benchmarks.growth.Cost.Work;
import io.millrace.connect.quickstart.stack.LocalCloud;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The sink's task: what a put costs for each of its records. */
final class SinkGrowth {
    private static final int POLL = 500;
    private static final int COLUMNS = 20;
    /** After so many polls the task is waited for: to wait for each would be most of what is done. */
    private static final int POLLS = 20;

    private final LocalCloud cloud;
    private int tasks;

    SinkGrowth(LocalCloud cloud) {
        this.cloud = cloud;
    }

    void measure(Growth growth) {
        growth.measure("fields with a schema", "fields", LINEAR, this::typed, 10, 100, 1_000, 5_000);
        growth.measure("fields without a schema", "fields", LINEAR, this::schemaless, 10, 100, 1_000, 5_000);
        growth.measure(
                "columns, an equal schema made for every record",
                "columns",
                LINEAR,
                this::newSchemas,
                20,
                100,
                1_000,
                5_000);
        growth.measure(
                "topics through a transform that remembers 16 schemas",
                "topics",
                FLAT,
                this::throughInsertField,
                2,
                16,
                17,
                64);
        growth.measure("schemas in a task", "schemas", FLAT, this::schemas, 100, 1_000, 1_001, 2_000, 4_000);
        growth.measure("columns of refused rows", "columns", LINEAR, this::refused, 20, 1_000, 5_000);
        growth.measure(
                "fields of a table that each record has a new one for, none of which it takes",
                "fields",
                LINEAR,
                this::newNames,
                100,
                1_000,
                9_000);
        growth.measure(
                "tables in a task, full polls for one of them", "tables", FLAT, this::tables, 1, 100, 1_000, 2_500);
        growth.measure(
                "tables in a task, polls of one record", "tables", FLAT, this::tablesOneByOne, 1, 100, 1_000, 2_500);
    }

    private BenchTask task(Map<String, String> more) {
        return new BenchTask(cloud, "growth-" + tasks++, more);
    }

    /** A poll's records, made anew each time. */
    private static Work polls(BenchTask task, int size, IntFunction<SinkRecord> maker) {
        return new Work() {
            private List<SinkRecord> records = List.of();
            private int made;
            private int polls;

            @Override
            public void prepare() {
                if (polls++ % POLLS == 0) {
                    task.settle();
                }
                records = new ArrayList<>(size);
                for (int i = 0; i < size; i++) {
                    records.add(maker.apply(made++));
                }
            }

            @Override
            public int portion() {
                task.put(records);
                return size;
            }

            @Override
            public void close() {
                task.close();
            }
        };
    }

    private static int pollOf(int fields) {
        return Math.max(5, Math.min(POLL, 50_000 / fields));
    }

    private static Schema schema(String name, int fields) {
        SchemaBuilder schema = SchemaBuilder.struct().name(name);
        for (int i = 0; i < fields; i++) {
            schema.field("field" + i, i % 2 == 0 ? Schema.OPTIONAL_INT64_SCHEMA : Schema.OPTIONAL_STRING_SCHEMA);
        }
        return schema.build();
    }

    private static Struct value(Schema schema) {
        Struct value = new Struct(schema);
        for (Field field : schema.fields()) {
            value.put(field, field.schema().type() == Schema.Type.INT64 ? (Object) 7L : "text");
        }
        return value;
    }

    private static SinkRecord record(BenchTask task, String topic, @Nullable Schema schema) {
        return task.record(topic, schema, schema == null ? Map.of() : value(schema));
    }

    private Work typed(int fields) {
        BenchTask task = task(Map.of());
        Schema schema = schema("t", fields);
        return polls(task, pollOf(fields), i -> record(task, "t", schema));
    }

    private static Map<String, Object> map(int fields) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < fields; i++) {
            map.put("field" + i, i % 2 == 0 ? (Object) 7L : "text");
        }
        return map;
    }

    private Work schemaless(int fields) {
        BenchTask task = task(Map.of());
        return polls(task, pollOf(fields), i -> task.record("t", null, map(fields)));
    }

    /** As Kafka's transforms make it: another struct of the very same parts. */
    private static Schema copy(Schema schema) {
        SchemaBuilder copy = SchemaBuilder.struct().name(schema.name());
        schema.fields().forEach(field -> copy.field(field.name(), field.schema()));
        return copy.build();
    }

    private Work newSchemas(int columns) {
        BenchTask task = task(Map.of());
        Schema schema = schema("t", columns);
        return polls(task, pollOf(columns), i -> record(task, "t", copy(schema)));
    }

    /** A cache of 16 that evicts what was used last, asked in turn for more, has nothing of it. */
    private Work throughInsertField(int topics) {
        BenchTask task = task(Map.of());
        List<Schema> schemas = new ArrayList<>();
        for (int i = 0; i < topics; i++) {
            schemas.add(schema("t" + i, COLUMNS));
        }
        return polls(task, POLL, i -> {
            Schema schema = schemas.get(i % topics);
            return record(task, "t" + i % topics, topics > 16 ? copy(schema) : schema);
        });
    }

    /** All of one table, which has a column of each. */
    private Work schemas(int count) {
        BenchTask task = task(Map.of());
        List<Schema> schemas = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            schemas.add(schema("version" + i, COLUMNS));
        }
        return polls(task, POLL, i -> record(task, "t", schemas.get(i % count)));
    }

    /** The table exists, and has texts where structs come. */
    private Work refused(int columns) {
        BenchTask task = task(Map.of("schema.evolution", "none"));
        Schema table = schema("t", columns);
        task.put(List.of(record(task, "t", table)));
        task.settle();
        SchemaBuilder other = SchemaBuilder.struct().name("t");
        table.fields().forEach(field -> other.field(field.name(), field.schema()));
        Schema refused = other.field("more", Schema.STRING_SCHEMA).build();
        return polls(task, pollOf(columns), i -> record(task, "t", refused));
    }

    private Work newNames(int fields) {
        BenchTask task = task(Map.of("schema.evolution", "none"));
        task.put(List.of(task.record("t", null, map(fields))));
        task.settle();
        return polls(task, 100, i -> {
            Map<String, Object> map = new HashMap<>(map(5));
            map.put("new" + i, "text");
            return task.record("t", null, map);
        });
    }

    private BenchTask withTables(int tables) {
        BenchTask task = task(Map.of());
        Schema schema = schema("t", COLUMNS);
        for (int i = 1; i < tables; i++) {
            task.put(List.of(record(task, "t" + i, schema)));
        }
        task.settle();
        return task;
    }

    private Work tables(int tables) {
        BenchTask task = withTables(tables);
        Schema schema = schema("t", COLUMNS);
        return polls(task, POLL, i -> record(task, "t0", schema));
    }

    private Work tablesOneByOne(int tables) {
        BenchTask task = withTables(tables);
        Schema schema = schema("t", COLUMNS);
        return new Work() {
            private final List<List<SinkRecord>> polls = new ArrayList<>();

            @Override
            public void prepare() {
                task.settle();
                polls.clear();
                for (int i = 0; i < POLL; i++) {
                    polls.add(List.of(record(task, "t0", schema)));
                }
            }

            @Override
            public int portion() {
                polls.forEach(task::put);
                return POLL;
            }

            @Override
            public void close() {
                task.close();
            }
        };
    }
}
