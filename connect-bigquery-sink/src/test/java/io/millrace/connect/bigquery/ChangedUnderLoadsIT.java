// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_1;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A table changes while objects that were made for it as it was wait for their load job: nothing is lost, nothing doubled,
 * nothing set aside, and nobody restarts a task.
 */
@Timeout(90)
class ChangedUnderLoadsIT {
    private static final Schema OPTIONAL = SchemaBuilder.struct()
            .name("order")
            .field("id", Schema.OPTIONAL_INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
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

    /** One of several connectors that load into the same dataset; what it stages waits for a while. */
    private static SinkBench bench(String dataset, String name, String format) {
        return LoadBench.of(emulator, dataset)
                .with("name", name)
                .with("load.format", format)
                .with("errors.tolerance", "all")
                .with("load.max.rows", "10")
                .with("request.max.rows", "10");
    }

    private static long objects(String dataset, String name) {
        return emulator.objects().list(LoadBench.bucket(dataset), "millrace/" + name + "/").stream()
                .filter(object -> object.contains("orders"))
                .count();
    }

    private static List<String> failed(String dataset) {
        return emulator.objects().list(LoadBench.bucket(dataset), "millrace/failed/");
    }

    static Stream<Arguments> changes() {
        return Stream.of("avro", "json")
                .flatMap(format -> Stream.of(
                                List.of("relaxed", "ALTER TABLE orders ALTER COLUMN id DROP NOT NULL"),
                                List.of("widened", "ALTER TABLE orders ALTER COLUMN id SET DATA TYPE NUMERIC"),
                                List.of("grown", "ALTER TABLE orders ADD COLUMN other STRING"),
                                List.of("dropped", "ALTER TABLE orders DROP COLUMN note"),
                                List.of(
                                        "retyped",
                                        "ALTER TABLE orders DROP COLUMN id; ALTER TABLE orders ADD COLUMN id STRING"),
                                List.of("other", "DROP TABLE orders; CREATE TABLE orders (id STRING, note STRING)"),
                                List.of(
                                        "strict",
                                        "DROP TABLE orders; CREATE TABLE orders (id INT64, note STRING NOT NULL)"))
                        .map(change -> Arguments.of(format, change.get(0), change.get(1))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("changes")
    void rowsThatWereStagedBeforeSomebodyAltersTheTableArriveOnce(String format, String name, String statements) {
        String dataset = "by_hand_" + format + "_" + name;
        try (SinkBench bench = bench(dataset, dataset, format).with("load.interval.ms", "1000")) {
            DeadLetters letters = new DeadLetters();
            SinkTaskHarness task = bench.task(letters).produce(orders(0, 0, 40));
            task.assign(ORDERS_0);
            task.pollUntil("objects are there", () -> objects(dataset, dataset) > 2);

            Stream.of(statements.split("; ")).forEach(bench::run);

            task.produce(orders(0, 40, 60)).deliverAll();
            assertThat(ids(bench)).containsExactlyInAnyOrderElementsOf(numbers(0, 60));
            assertThat(letters.letters()).isEmpty();
            assertThat(failed(dataset)).isEmpty();
            task.pollUntil("they are deleted", () -> objects(dataset, dataset) == 0 && bench.held() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"avro", "json"})
    void rowsThatOneTaskHasStagedArriveOnceWhenAnotherRelaxesTheTable(String format) {
        String dataset = "by_other_" + format;
        try (SinkBench slow = bench(dataset, "slow_" + format, format).with("load.interval.ms", "8000");
                SinkBench fast = bench(dataset, "fast_" + format, format)) {
            SinkTaskHarness first = slow.task(new DeadLetters()).produce(orders(0, 0, 40));
            first.assign(ORDERS_0);
            first.pollUntil("objects are there", () -> objects(dataset, "slow_" + format) > 2);

            SinkTaskHarness second = fast.task(new DeadLetters())
                    .produce(orders(1, 40, 50))
                    .produce(SinkBench.record("orders", 1, 50, OPTIONAL, new Struct(OPTIONAL).put("note", "nobody's")));
            second.assign(ORDERS_1);
            second.deliverAll();
            assertThat(slow.field("orders", "id").getMode()).isEqualTo("NULLABLE");
            assertThat(objects(dataset, "slow_" + format)).isPositive();

            first.produce(orders(0, 51, 70)).deliverAll();
            assertThat(slow.column("id")).hasSize(70).doesNotHaveDuplicates().contains("null");
            assertThat(failed(dataset)).isEmpty();
        }
    }

    @Test
    void recordsOfOtherTablesBetweenThemAreNotWrittenAgain() {
        String dataset = "between";
        try (SinkBench bench = bench(dataset, dataset, "avro").with("load.interval.ms", "1000")) {
            bench.with("table.others.write.method", "storage-write");
            SinkTaskHarness task = bench.task(new DeadLetters());
            for (long offset = 0; offset < 120; offset++) {
                SinkRecord order = SinkBench.order(0, offset);
                task.produce(
                        offset % 3 > 0
                                ? order
                                : order.newRecord("others", 0, null, null, order.valueSchema(), order.value(), null));
            }
            task.assign(ORDERS_0);
            task.pollUntil("objects are there", () -> objects(dataset, dataset) > 2);
            task.pollUntil("the others are written", () -> bench.rowsWritten("others") == 40);

            bench.run("ALTER TABLE orders ALTER COLUMN id DROP NOT NULL");

            task.deliverAll();
            assertThat(ids(bench)).hasSize(80).doesNotHaveDuplicates();
            assertThat(bench.rowsWritten("others")).isEqualTo(40);
        }
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static List<Long> ids(SinkBench bench) {
        return bench.column("id").stream()
                .map(id -> (long) Double.parseDouble(String.valueOf(id)))
                .toList();
    }
}
