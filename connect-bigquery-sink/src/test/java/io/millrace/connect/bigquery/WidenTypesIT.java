// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code schema.evolution=widen-types}: columns get wider types for records that need them, by load jobs. */
@Timeout(90)
class WidenTypesIT {
    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static SinkBench bench(String dataset, String name) {
        return LoadBench.of(emulator, dataset)
                .with("name", name)
                .with("schema.evolution", "add-fields,relax-required,widen-types")
                .with("load.max.rows", "10")
                .with("request.max.rows", "10");
    }

    private static Schema number(Schema field) {
        return SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("n", field)
                .build();
    }

    private static List<SinkRecord> numbers(int partition, long from, long to, Schema field, Object value) {
        Schema schema = number(field);
        List<SinkRecord> records = new ArrayList<>();
        for (long offset = from; offset < to; offset++) {
            records.add(SinkBench.record(
                    "orders",
                    partition,
                    offset,
                    schema,
                    new Struct(schema).put("id", partition * 1_000L + offset).put("n", value)));
        }
        return records;
    }

    private static SinkTaskHarness task(SinkBench bench, List<SinkRecord> records) {
        SinkTaskHarness task = bench.task(new DeadLetters()).produce(records);
        task.assign(records.get(0).kafkaPartition() == 0 ? ORDERS_0 : ORDERS_1);
        return task;
    }

    @ParameterizedTest
    @ValueSource(strings = {"avro", "json"})
    void aColumnGrowsFromIntegersToDecimalsToGreatDecimals(String format) {
        try (SinkBench bench = bench("numbers_" + format, "numbers_" + format).with("load.format", format)) {
            SinkTaskHarness task = task(bench, numbers(0, 0, 20, Schema.INT64_SCHEMA, 7L));
            task.deliverAll();
            assertThat(bench.field("orders", "n").getType()).isEqualTo("INTEGER");

            task.produce(numbers(0, 20, 25, Decimal.schema(2), new BigDecimal("0.25")))
                    .produce(numbers(0, 25, 40, Schema.INT64_SCHEMA, 8L))
                    .deliverAll();
            assertThat(bench.field("orders", "n").getType()).isEqualTo("NUMERIC");

            task.produce(numbers(0, 40, 45, Decimal.schema(20), new BigDecimal("1.00000000000000000001")))
                    .deliverAll();
            assertThat(bench.field("orders", "n").getType()).isEqualTo("BIGNUMERIC");
            assertThat(bench.column("id")).hasSize(45).doesNotHaveDuplicates();
            assertThat(bench.column("n").stream()
                            .map(value -> new BigDecimal(String.valueOf(value)).stripTrailingZeros())
                            .collect(Collectors.groupingBy(value -> value, Collectors.counting())))
                    .isEqualTo(Map.of(
                            new BigDecimal("7"), 20L,
                            new BigDecimal("0.25"), 5L,
                            new BigDecimal("8"), 15L,
                            new BigDecimal("1.00000000000000000001"), 5L));
        }
    }

    @ParameterizedTest
    @CsvSource({"STRING(3), longer", "STRING(3), x"})
    void aTextWithALimitLosesIt(String type, String value) {
        String dataset = "text_" + value;
        try (SinkBench bench = bench(dataset, dataset)) {
            SinkTaskHarness first = task(bench, numbers(0, 0, 1, Schema.STRING_SCHEMA, "a"));
            first.deliverAll();
            bench.run("DROP TABLE orders");
            bench.run("CREATE TABLE orders (id INT64, n " + type + " NOT NULL)");

            first.produce(numbers(0, 1, 10, Schema.STRING_SCHEMA, value)).deliverAll();

            TableFieldSchema n = bench.field("orders", "n");
            assertThat(n.getMaxLength()).isNull();
            assertThat(n.getMode()).isEqualTo("REQUIRED");
            assertThat(bench.column("n")).hasSize(9).containsOnly(value);
        }
    }

    @Test
    void integersThatOneTaskHasStagedArriveOnceWhenAnotherWidensTheColumn() {
        String dataset = "two";
        try (SinkBench slow = bench(dataset, "slow").with("load.interval.ms", "6000");
                SinkBench fast = bench(dataset, "fast")) {
            SinkTaskHarness first = task(slow, numbers(0, 0, 40, Schema.INT64_SCHEMA, 7L));
            first.pollUntil(
                    "objects are there",
                    () -> emulator.objects().list(LoadBench.bucket(dataset), "millrace/slow/").stream()
                                    .filter(object -> object.contains("orders"))
                                    .count()
                            > 2);

            task(fast, numbers(1, 0, 5, Decimal.schema(2), new BigDecimal("0.25")))
                    .deliverAll();
            assertThat(slow.field("orders", "n").getType()).isEqualTo("NUMERIC");
            first.deliverAll();

            assertThat(slow.column("id")).hasSize(45).doesNotHaveDuplicates();
        }
    }

    @Test
    void aTableThatRowsAreStreamedIntoIsNotWidenedAndTheErrorSaysWhy() {
        try (SinkBench streaming = new SinkBench(emulator, "streamed");
                SinkBench loading = bench("streamed", "streamed")) {
            task(streaming, numbers(1, 0, 5, Schema.INT64_SCHEMA, 7L)).deliverAll();
            SinkTaskHarness task = task(loading, numbers(0, 0, 5, Decimal.schema(2), new BigDecimal("0.25")));

            assertThatThrownBy(task::deliverAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("test-project.streamed.orders")
                    .hasMessageContaining("widen n from INT64 to NUMERIC")
                    .hasMessageContaining("streamed into a table");
        }
    }

    @Test
    void nestedColumnsStayAndTheirValuesAreJudgedByThem() {
        try (SinkBench bench = bench("nested", "nested")) {
            Schema whole = SchemaBuilder.struct()
                    .field("r", number(Schema.INT64_SCHEMA))
                    .build();
            Schema part =
                    SchemaBuilder.struct().field("r", number(Decimal.schema(2))).build();
            Struct one = new Struct(whole)
                    .put(
                            "r",
                            new Struct(whole.field("r").schema()).put("id", 1L).put("n", 1L));
            Struct two = new Struct(part)
                    .put("r", new Struct(part.field("r").schema()).put("id", 2L).put("n", new BigDecimal("2.50")));
            DeadLetters letters = new DeadLetters();
            SinkTaskHarness task = bench.with("errors.tolerance", "all").task(letters);
            task.assign(ORDERS_0);

            task.produce(SinkBench.record("orders", 0, 0, whole, one), SinkBench.record("orders", 0, 1, part, two))
                    .deliverAll();

            assertThat(letters.offsets()).containsExactly(1L);
        }
    }
}
