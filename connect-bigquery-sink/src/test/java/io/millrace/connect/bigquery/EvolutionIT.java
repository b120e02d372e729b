// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_1;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tables follow records, also when several tasks and connectors change them at once and writes see it late. */
@Timeout(120)
class EvolutionIT {
    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    /** An order with further optional text fields. */
    private static SinkRecord wide(int partition, long offset, String... more) {
        SchemaBuilder builder = SchemaBuilder.struct().name("order").field("id", Schema.INT64_SCHEMA);
        for (String field : more) {
            builder.field(field, Schema.OPTIONAL_STRING_SCHEMA);
        }
        Schema schema = builder.build();
        Struct value = new Struct(schema).put("id", offset);
        for (String field : more) {
            value.put(field, field + offset);
        }
        return record("orders", partition, offset, schema, value);
    }

    @Test
    void addsColumnsAndKeepsTheOrderOfRecordsBehindTheChange() {
        try (SinkBench bench = new SinkBench(emulator, "added")) {
            SinkTaskHarness task =
                    bench.task().produce(orders(0, 0, 3)).assign(ORDERS_0).deliverAll();

            task.produce(wide(0, 3, "note", "phone")).produce(orders(0, 4, 6)).deliverAll();

            assertThat(bench.fields("orders")).containsExactly("id", "note", "phone");
            assertThat(bench.column("id")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
            assertThat(bench.column("phone")).containsExactly("null", "null", "null", "phone3", "null", "null");
        }
    }

    @Test
    void waitsUntilWritesSeeANewColumn() {
        // Elsewhere a new column needs a restart.
        try (SinkBench bench = new SinkBench(emulator, "lagging")) {
            SinkTaskHarness task =
                    bench.task().produce(orders(0, 0, 3)).assign(ORDERS_0).deliverAll();
            bench.broken(Trigger.on("AppendRows").always(), new Fault.TableLate(Duration.ofMillis(600)));

            task.produce(wide(0, 3, "note", "phone")).deliverAll();

            assertThat(bench.column("phone")).containsExactly("null", "null", "null", "phone3");
        }
    }

    @Test
    void coalescesTheChangesOfRecordsThatWait() {
        try (SinkBench bench = new SinkBench(emulator, "coalesced")) {
            SinkTaskHarness task = bench.task();
            for (int offset = 0; offset < 30; offset++) {
                task.produce(wide(0, offset, "c" + offset));
            }

            task.assign(ORDERS_0).deliverAll();

            assertThat(bench.fields("orders")).hasSize(31);
            assertThat(bench.calls("tables.patch")).isBetween(1L, 3L);
        }
    }

    @Test
    void growsNestedAndRepeatedRecords() {
        try (SinkBench bench = new SinkBench(emulator, "nested")) {
            Schema line1 = SchemaBuilder.struct()
                    .name("line")
                    .field("sku", Schema.STRING_SCHEMA)
                    .build();
            Schema line2 = SchemaBuilder.struct()
                    .name("line")
                    .field("sku", Schema.STRING_SCHEMA)
                    .field("count", Schema.OPTIONAL_INT32_SCHEMA)
                    .build();
            Schema first = SchemaBuilder.struct()
                    .field("lines", SchemaBuilder.array(line1).build())
                    .build();
            Schema second = SchemaBuilder.struct()
                    .field("lines", SchemaBuilder.array(line2).build())
                    .build();
            SinkTaskHarness task = bench.task();
            task.produce(record(
                    "orders", 0, 0, first, new Struct(first).put("lines", List.of(new Struct(line1).put("sku", "a")))));
            task.produce(record(
                    "orders",
                    0,
                    1,
                    second,
                    new Struct(second)
                            .put(
                                    "lines",
                                    List.of(new Struct(line2).put("sku", "b").put("count", 2)))));

            task.assign(ORDERS_0).deliverAll();

            assertThat(bench.field("orders", "lines").getFields())
                    .extracting(TableFieldSchema::getName)
                    .containsExactly("sku", "count");
        }
    }

    @Test
    void relaxesARequiredColumnThatRecordsNoLongerHave() {
        try (SinkBench bench = new SinkBench(emulator, "relaxed")) {
            Schema optional = SchemaBuilder.struct()
                    .field("id", Schema.OPTIONAL_INT64_SCHEMA)
                    .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                    .build();
            SinkTaskHarness task =
                    bench.task().produce(orders(0, 0, 1)).assign(ORDERS_0).deliverAll();
            assertThat(bench.field("orders", "id").getMode()).isEqualTo("REQUIRED");

            task.produce(record("orders", 0, 1, optional, new Struct(optional).put("note", "no id")))
                    .deliverAll();

            assertThat(bench.field("orders", "id").getMode()).isEqualTo("NULLABLE");
            assertThat(bench.column("id")).containsExactly(0L, "null");
        }
    }

    @Test
    void namesColumnTypesAndWayOutWhereATableCannotFollow() {
        // Elsewhere the task runs on and writes nothing.
        try (SinkBench bench = new SinkBench(emulator, "impossible")) {
            Schema list = SchemaBuilder.struct()
                    .field("id", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                    .build();
            SinkRecord bad = record("orders", 0, 1, list, new Struct(list).put("id", List.of("seven")));
            SinkTaskHarness strict =
                    bench.task().produce(orders(0, 0, 1)).produce(bad).assign(ORDERS_0);

            assertThatThrownBy(strict::deliverAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("column id is")
                    .hasMessageContaining("INT64")
                    .hasMessageContaining("STRING")
                    .hasMessageNotContaining("seven");

            DeadLetters letters = new DeadLetters();
            bench.task(letters)
                    .produce(orders(0, 0, 1))
                    .produce(bad)
                    .assign(ORDERS_0)
                    .deliverAll();
            assertThat(letters.offsets()).containsExactly(1L);
        }
    }

    @Test
    void changesNothingWhereItMayNot() {
        try (SinkBench bench = new SinkBench(emulator, "frozen").with("schema.evolution", "none")) {
            DeadLetters letters = new DeadLetters();
            SinkTaskHarness task = bench.task(letters)
                    .produce(orders(0, 0, 1))
                    .assign(ORDERS_0)
                    .deliverAll();

            task.produce(wide(0, 1, "note", "phone")).deliverAll();

            assertThat(bench.fields("orders")).containsExactly("id", "note");
            assertThat(letters.offsets()).containsExactly(1L);
            assertThat(letters.letters().get(0).error()).hasMessageContaining("schema.evolution=add-fields");
        }
    }

    @Test
    void tasksAndConnectorsThatRaceEndWithTheUnionAndLoseNothing() throws Exception {
        // Elsewhere one task undoes what another has added.
        try (SinkBench one = new SinkBench(emulator, "raced").with("name", "one");
                SinkBench two = new SinkBench(emulator, "raced").with("name", "two")) {
            List<SinkTaskHarness> tasks = List.of(one.task(), one.task(), two.task(), two.task());
            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Future<?>> running = new ArrayList<>();
            for (int number = 0; number < tasks.size(); number++) {
                int partition = number;
                for (int offset = 0; offset < 20; offset++) {
                    tasks.get(number).produce(wide(partition, offset, "note", "c" + (offset / 4), "t" + partition));
                }
                running.add(threads.submit(() -> {
                    tasks.get(partition)
                            .assign(new TopicPartition("orders", partition))
                            .deliverAll();
                }));
            }
            for (Future<?> task : running) {
                get(task);
            }
            threads.shutdown();

            assertThat(one.fields("orders"))
                    .containsExactlyInAnyOrder("id", "note", "c0", "c1", "c2", "c3", "c4", "t0", "t1", "t2", "t3");
            assertThat(one.column("id")).hasSizeGreaterThanOrEqualTo(80);
        }
    }

    private static void get(Future<?> task) throws Exception {
        try {
            task.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    @Test
    void readsAgainWhatChangedBetweenItsLookAndItsPatch() {
        // Elsewhere a change is written over another that came in between.
        try (SinkBench bench = new SinkBench(emulator, "between")) {
            SinkTaskHarness task =
                    bench.task().produce(orders(0, 0, 1)).assign(ORDERS_0).deliverAll();
            bench.broken(Trigger.on("tables.patch"), new Fault.Delay(Duration.ofMillis(500), Fault.Moment.BEFORE));
            task.produce(wide(0, 1, "note", "phone"));
            task.pollUntil("the patch is out", () -> bench.calls("tables.patch") > 0);
            bench.addColumn("orders", "mail");

            task.deliverAll();

            assertThat(bench.fields("orders")).containsExactlyInAnyOrder("id", "note", "phone", "mail");
            assertThat(bench.calls("tables.patch")).isEqualTo(2);
            assertThat(bench.column("phone")).containsExactly("null", "phone1");
        }
    }

    @Test
    void goesOnWhenSomebodyElseAddsAColumn() {
        // Elsewhere the notice that a table has changed ends the task.
        try (SinkBench bench = new SinkBench(emulator, "altered")) {
            SinkTaskHarness task =
                    bench.task().produce(orders(0, 0, 3)).assign(ORDERS_0).deliverAll();
            bench.addColumn("orders", "phone");

            task.produce(orders(0, 3, 5)).deliverAll();
            task.produce(wide(0, 5, "note", "phone")).deliverAll();

            assertThat(bench.column("id")).hasSize(6);
            assertThat(bench.column("phone")).contains("phone5");
        }
    }

    @Test
    void treatsNamesThatDifferOnlyInCaseAsOneColumn() {
        try (SinkBench bench = new SinkBench(emulator, "cased")) {
            SinkTaskHarness task =
                    bench.task().produce(wide(0, 0, "Note")).assign(ORDERS_0).deliverAll();

            task.produce(wide(0, 1, "nOTE")).deliverAll();

            assertThat(bench.fields("orders")).containsExactly("id", "Note");
            assertThat(bench.column("Note")).containsExactly("Note0", "nOTE1");
        }
    }

    @Test
    void saysWhatIsMissingWhereNothingMayBeCreated() {
        try (SinkBench bench = new SinkBench(emulator, "uncreated").with("dataset.create", "false")) {
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 1)).assign(ORDERS_0);
            assertThatThrownBy(task::deliverAll)
                    .hasMessageContaining("dataset test-project.uncreated does not exist")
                    .hasMessageContaining("dataset.create=true");
        }
        try (SinkBench bench = new SinkBench(emulator, "uncreated").with("table.create", "false")) {
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 1)).assign(ORDERS_0);
            assertThatThrownBy(task::deliverAll)
                    .hasMessageContaining("table test-project.uncreated.orders does not exist")
                    .hasMessageContaining("table.create=true");
        }
    }

    @Test
    void rowsOfOtherTablesDoNotWaitForAChange() {
        try (SinkBench bench = new SinkBench(emulator, "others").with("topics", "orders,other")) {
            TopicPartition other = new TopicPartition("other", 0);
            SinkTaskHarness task = bench.task()
                    .produce(orders(0, 0, 1))
                    .assign(ORDERS_0, other)
                    .deliverAll();
            emulator.faults()
                    .arm(
                            Trigger.on("tables.patch").of("others.orders").always(),
                            new Fault.RefuseHttp(503, "backendError", "later"));

            task.produce(wide(0, 1, "note", "phone"));
            task.produce(record("other", 0, 0, SinkBench.ORDER, SinkBench.struct(7, "x")));
            task.pollUntil("the other table has its row", () -> {
                task.commit();
                return task.committed().getOrDefault(other, 0L) == 1;
            });

            assertThat(task.committed()).containsEntry(ORDERS_0, 1L);
            emulator.faults().clear();
            task.deliverAll();
        }
    }

    @Test
    void dropsWhatWaitedForATableWhenItsPartitionIsLost() {
        try (SinkBench bench = new SinkBench(emulator, "waiting").with("flush.timeout.ms", "0")) {
            bench.broken(Trigger.on("tables.*").times(3), new Fault.RefuseHttp(503, "backendError", "later"));
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 2)).produce(orders(1, 10, 12));
            task.assign(ORDERS_0, ORDERS_1);
            task.poll(10);

            task.lose(ORDERS_0);
            task.pollUntil("the other partition is committed", () -> {
                task.commit();
                return task.committed().getOrDefault(ORDERS_1, 0L) == 12;
            });

            assertThat(bench.column("id")).containsExactlyInAnyOrder(10L, 11L);
        }
    }
}
