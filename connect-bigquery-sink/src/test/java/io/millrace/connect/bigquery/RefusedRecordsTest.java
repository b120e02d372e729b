// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.order;
import static io.millrace.connect.bigquery.SinkBench.record;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.testkit.DeadLetters;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** A record that is refused leaves its table as it was. */
class RefusedRecordsTest {
    private final DeadLetters letters = new DeadLetters();

    private static SinkRecord json(long offset, String text) {
        return record("orders", 0, offset, null, text.replace('\'', '"'));
    }

    /** A bench whose table orders has an INT64 id and an optional note. */
    private TaskBench ready(TaskBench bench) {
        bench.task.assign(ORDERS_0);
        bench.take(order(0, 0)).made("created").acknowledge();
        return bench;
    }

    private static List<String> columns(TaskBench bench) {
        return requireNonNull(bench.questions.getFirst().wanted()).columns().stream()
                .map(Column::name)
                .toList();
    }

    @Test
    void addsNoColumnForARecordWithoutSchema() {
        try (TaskBench bench = ready(new TaskBench(letters, 1 << 20))) {
            bench.take(json(1, "{'id':'text','brandnew':1}"), json(2, "{'id':1.5,'o':{'n':1}}"));
            bench.unchanged();

            assertThat(letters.offsets()).containsExactly(1L, 2L);
            assertThat(bench.questions).isEmpty();
        }
    }

    @Test
    void addsNoColumnForARecordWithSchema() {
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.STRING_SCHEMA)
                .field("brandnew", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        try (TaskBench bench = ready(new TaskBench(letters, 1 << 20))) {
            bench.take(record("orders", 0, 1, schema, new Struct(schema).put("id", "text")));
            bench.unchanged();
            assertThat(letters.offsets()).containsExactly(1L);
            assertThat(bench.questions).isEmpty();

            bench.take(record("orders", 0, 2, schema, new Struct(schema).put("id", "17")));
            assertThat(columns(bench)).containsExactly("id", "note", "brandnew");
        }
    }

    @Test
    void doesNotRelaxAColumnForIt() {
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.OPTIONAL_INT64_SCHEMA)
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .field(
                        "list",
                        SchemaBuilder.array(Schema.OPTIONAL_INT64_SCHEMA)
                                .optional()
                                .build())
                .build();
        Struct bad = new Struct(schema).put("list", Arrays.asList(1L, null));
        try (TaskBench bench = ready(new TaskBench(letters, 1 << 20))) {
            bench.take(record("orders", 0, 1, schema, bad));
            bench.unchanged();

            assertThat(letters.offsets()).containsExactly(1L);
            assertThat(bench.questions).isEmpty();
        }
    }

    @Test
    void makesNoTableForIt() {
        try (TaskBench bench = new TaskBench(letters, 1 << 20)) {
            bench.task.assign(ORDERS_0);
            bench.take(json(0, "{'items':[{'v':true},{'v':1}]}"));
            while (!bench.questions.isEmpty()) {
                assertThat(bench.questions.getFirst().wanted()).isNull();
                bench.questions.removeFirst();
            }
        }
    }

    @Test
    void judgesEachRecordThatWaitsByAllThatWaitBeforeIt() {
        try (TaskBench bench = ready(new TaskBench(letters, 1 << 20))) {
            bench.take(json(1, "{'id':1,'phone':'1'}"));
            bench.take(
                    json(2, "{'id':'text','bad':1}"),
                    json(3, "{'id':3,'price':10}"),
                    json(4, "{'id':4,'price':'cheap','worse':1}"),
                    json(5, "{'id':5,'mail':'m'}"),
                    json(6, "{'id':6,'price':11}"));
            bench.made("add phone");

            assertThat(letters.offsets()).containsExactly(2L);
            assertThat(columns(bench)).containsExactly("id", "note", "phone", "price", "mail");
            bench.made("add price", "add mail");

            assertThat(letters.offsets()).containsExactly(2L, 4L);
            assertThat(bench.questions).isEmpty();
            assertThat(bench.origins()).containsExactly("orders-0@1", "orders-0@3", "orders-0@5", "orders-0@6");
        }
    }

    @Test
    void landsAFirstRecordWhoseFirstNumberIsWhole() {
        try (TaskBench bench = new TaskBench(letters, 1 << 20)) {
            bench.task.assign(ORDERS_0);
            bench.take(
                    json(0, "{'id':1,'items':[{'price':10},{'price':10.5}]}"),
                    json(1, "{'id':2,'items':[{'price':3.25}]}"));
            bench.made("created");

            assertThat(letters.offsets()).isEmpty();
            assertThat(bench.origins()).containsExactly("orders-0@0", "orders-0@1");
        }
    }

    @Test
    void addsNoColumnBesideATextThatBigQueryWouldRefuseAsJson() {
        Column doc = Column.of("doc", ColumnType.JSON, ColumnMode.NULLABLE);
        TableShape live = new TableShape(List.of(doc, Column.record("o", ColumnMode.REPEATED, List.of(doc))));
        List<String> bad = List.of("{'doc':'{','b':1}", "{'doc':'','b':1}", "{'o':[{'doc':'1 2'}],'b':1}");
        try (TaskBench bench = new TaskBench(letters, 1 << 20)) {
            bench.task.assign(ORDERS_0);
            bench.take(json(0, "{'doc':'null','o':[{'doc':'[1,{}]'},{'doc':{'a':1}}]}"))
                    .found(live);
            for (int i = 0; i < bad.size(); i++) {
                bench.take(json(1 + i, bad.get(i)));
            }
            bench.unchanged();

            assertThat(letters.offsets()).containsExactly(1L, 2L, 3L);
            assertThat(letters.letters().get(2).error()).hasMessageContaining("column o.doc is JSON");
            assertThat(bench.questions).isEmpty();
        }
    }

    @Test
    void aMapIsTriedAsATextIs() {
        TableShape live = new TableShape(List.of(Column.of("id", ColumnType.INT64, ColumnMode.NULLABLE)));
        try (TaskBench bench = new TaskBench(letters, 1 << 20)) {
            bench.task.assign(ORDERS_0);
            bench.take(record("orders", 0, 0, null, Map.of("id", 1))).found(live);
            bench.take(record("orders", 0, 1, null, Map.of("id", List.of(1), "brandnew", 1)));
            bench.unchanged();

            assertThat(letters.offsets()).containsExactly(1L);
            assertThat(bench.questions).isEmpty();
        }
    }
}
