// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.api.services.bigquery.model.Table;
import io.apicurio.registry.utils.converter.avro.AvroData;
import io.apicurio.registry.utils.converter.avro.AvroDataConfig;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.testkit.RegistryStub;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that are there before their first record, and first records whose tables are not. */
@Timeout(120)
class RegistryIT {
    private static final AvroData SOURCE = new AvroData(new AvroDataConfig(Map.of()));
    private static final String ORDER = avro(SinkBench.ORDER);
    private static final TopicPartition LINES_0 = new TopicPartition("lines", 0);
    private static Emulator emulator;

    private final RegistryStub registry = new RegistryStub();

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    /** What a source's Avro converter registers. */
    private static String avro(Schema schema) {
        return SOURCE.fromConnectSchema(schema).toString();
    }

    private SinkBench bench(String dataset) {
        return new SinkBench(emulator, dataset).with("schema.registry.url", registry.url());
    }

    private static void awaitTable(SinkBench bench, String table) {
        await().until(() -> bench.hasTable(table));
    }

    private static Table made(String dataset, String table) {
        return emulator.warehouse()
                .table(new TableName(SinkBench.PROJECT, dataset, table))
                .orElseThrow()
                .metadata();
    }

    private static long metric(String name) {
        try {
            return (Long) ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(
                            new ObjectName(
                                    "io.millrace.connect:type=bigquery-sink-task,connector=\"bench\",task=\"0\""),
                            name);
        } catch (JMException absent) {
            throw new AssertionError(absent);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "env, all_types-01-c, pg_public_all_types",
        "envplain, plain-01-c, pg_public_plain",
        "flat, pgflat/plain-01-flat, pgflat_public_plain",
    })
    void aTableFromTheRegistryIsTheTableThatTheFirstRecordMakes(String name, String fixture, String made) {
        SinkRecord record = Fixtures.withSchemas().debezium(fixture);
        TopicPartition partition = new TopicPartition(record.topic(), record.kafkaPartition());
        registry.register(record.topic() + "-value", avro(record.valueSchema()))
                .register(record.topic() + "-key", avro(record.keySchema()));
        try (SinkBench ahead = laidOut(bench(name + "_ahead"));
                SinkBench records = laidOut(new SinkBench(emulator, name + "_records"))) {
            ahead.task().assign(partition);
            awaitTable(ahead, made + "_current");
            records.task().assign(partition).produce(record).deliverAll();

            Table first = made(name + "_records", made);
            Table early = made(name + "_ahead", made);
            assertThat(early.getSchema()).isEqualTo(first.getSchema());
            assertThat(early.getTimePartitioning()).isEqualTo(first.getTimePartitioning());
            assertThat(early.getClustering()).isEqualTo(first.getClustering());
            assertThat(early.getLabels()).isEqualTo(first.getLabels());
            assertThat(made(name + "_ahead", made + "_current")
                            .getView()
                            .getQuery()
                            .replace("_ahead", ""))
                    .isEqualTo(made(name + "_records", made + "_current")
                            .getView()
                            .getQuery()
                            .replace("_records", ""));
            assertThat(ahead.rows("SELECT COUNT(*) FROM " + name + "_ahead." + made))
                    .containsExactly(List.of(0L));
        }
    }

    private static SinkBench laidOut(SinkBench bench) {
        return bench.with("topics", "pg.public.plain,pg.public.all_types")
                .with("kafka.columns", "topic,partition,offset,key")
                .with("table.partition.type", "day")
                .with("table.partition.field", "__source_ts")
                .with("table.clustering.fields", "id")
                .with("table.labels", "team:shop")
                .with("null.array.elements", "skip")
                .with("view.create", "true");
    }

    @Test
    void makesTablesOfJsonSchemas() {
        registry.register(
                "orders-value",
                "JSON",
                "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\",\"connect.index\":0},"
                        + "\"note\":{\"oneOf\":[{\"type\":\"null\"},{\"type\":\"string\"}],\"connect.index\":1}}}",
                List.of());
        try (SinkBench bench = bench("json")) {
            SinkTaskHarness task = bench.task().assign(ORDERS_0);
            awaitTable(bench, "orders");
            Table ahead = made("json", "orders").clone();

            task.produce(orders(0, 0, 10)).deliverAll();

            assertThat(made("json", "orders").getSchema()).as("fits as it is").isEqualTo(ahead.getSchema());
            assertThat(bench.column("id")).hasSize(10);
        }
    }

    @Test
    void rowsFlowIntoATableMadeAhead() {
        registry.register("orders-value", ORDER);
        try (SinkBench bench = bench("ahead")) {
            SinkTaskHarness task = bench.task().assign(ORDERS_0);
            awaitTable(bench, "orders");
            await().until(() -> metric("registry-tables-total") == 1);
            long inserts = bench.calls("tables.insert");

            task.produce(orders(0, 0, 100)).deliverAll();

            assertThat(bench.column("id")).hasSize(100);
            assertThat(bench.calls("tables.insert")).isEqualTo(inserts);
            assertThat(metric("registry-waiting-topics")).isZero();
        }
    }

    @Test
    void looksForTopicsThatAreAssignedLater() {
        registry.register("orders-value", ORDER).register("lines-value", ORDER);
        try (SinkBench bench = bench("assigned").with("topics.regex", "orders|lines")) {
            bench.properties.remove("topics");
            SinkTaskHarness task = bench.task().assign(ORDERS_0);
            awaitTable(bench, "orders");
            assertThat(bench.hasTable("lines")).isFalse();

            task.assign(LINES_0);

            awaitTable(bench, "lines");
        }
    }

    @Test
    void looksAgainForASubjectThatIsNotThere() {
        try (SinkBench bench = bench("late")) {
            bench.task().assign(ORDERS_0);
            await().until(() -> registry.asked().size() >= 2);

            registry.register("orders-value", ORDER);

            awaitTable(bench, "orders");
            assertThat(metric("registry-failures-total")).isZero();
        }
    }

    @Test
    void asksNoMoreOnceRecordsMadeTheTable() {
        try (SinkBench bench = bench("records")) {
            SinkTaskHarness task = bench.task().assign(ORDERS_0);
            await().until(() -> metric("registry-waiting-topics") == 1);

            task.produce(orders(0, 0, 10)).deliverAll();

            task.pollUntil("nothing is looked for", () -> metric("registry-waiting-topics") == 0);
        }
    }

    @Test
    void asksNoMoreAboutPartitionsThatWentToOthers() {
        try (SinkBench bench = bench("revoked")) {
            SinkTaskHarness task = bench.task().assign(ORDERS_0, LINES_0);
            await().until(() -> metric("registry-waiting-topics") == 2);

            task.revoke(LINES_0);

            await().until(() -> metric("registry-waiting-topics") == 1);
        }
    }

    @Test
    void rowsFlowWhileTheRegistryIsAwayAndTablesAreMadeOnceItIsBack() {
        registry.register("lines-value", ORDER).away(true);
        try (SinkBench bench = bench("away")) {
            SinkTaskHarness task = bench.task().assign(ORDERS_0, LINES_0).produce(orders(0, 0, 10));
            task.deliverAll();
            assertThat(bench.column("id")).hasSize(10);
            await().until(() -> metric("registry-failures-total") >= 2);

            registry.away(false);

            awaitTable(bench, "lines");
        }
    }

    @Test
    void rowsFlowWhereNobodyListens() {
        registry.close();
        try (SinkBench bench = bench("nobody")) {
            bench.task().assign(ORDERS_0).produce(orders(0, 0, 10)).deliverAll();

            assertThat(bench.column("id")).hasSize(10);
        }
    }

    @Test
    void rowsFlowWhereThePasswordIsWrong() {
        registry.accept("Basic other").register("orders-value", ORDER);
        try (SinkBench bench = bench("wrong").with("schema.registry.basic.auth.user.info", "ann:s3cret")) {
            SinkTaskHarness task = bench.task().assign(ORDERS_0);
            await().until(() -> metric("registry-failures-total") >= 1);

            task.produce(orders(0, 0, 10)).deliverAll();

            assertThat(bench.column("id")).hasSize(10);
        }
    }

    @Test
    void oneSubjectThatMayNotBeReadKeepsNoOtherFromItsTable() {
        registry.register("lines-value", ORDER).answer("orders-value", 403);
        try (SinkBench bench = bench("forbidden")) {
            bench.task().assign(ORDERS_0, LINES_0);

            awaitTable(bench, "lines");
            assertThat(bench.hasTable("orders")).isFalse();
        }
    }

    @Test
    void neitherRecordsNorStoppingWaitForARegistryThatDoesNotAnswer() {
        registry.drip();
        try (SinkBench bench = bench("silent").with("name", "silent")) {
            SinkTaskHarness task = bench.task().assign(ORDERS_0).produce(orders(0, 0, 10));
            await().until(() -> !registry.asked().isEmpty());

            task.deliverAll();

            assertThat(bench.column("id")).hasSize(10);
        }
        await().untilAsserted(() -> assertThat(
                        Stream.of(Thread.getAllStackTraces().keySet().toArray(Thread[]::new))
                                .map(Thread::getName)
                                .filter(name -> name.startsWith("silent-")))
                .isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        proto    | PROTOBUF | syntax = 'proto3';
        broken   | AVRO     | {'type':'record'}
        text     | AVRO     | 'string'
        circular | AVRO     | {'type':'record','name':'R','fields':[{'name':'r','type':['null','R']}]}
        empty    | AVRO     | {'type':'record','name':'R','fields':[]}
        """)
    void leavesToTheFirstRecordWhatItCannotTell(String dataset, String type, String schema) {
        registry.register("orders-value", type, schema.replace('\'', '"'), List.of());
        try (SinkBench bench = bench(dataset)) {
            SinkTaskHarness task = bench.task().assign(ORDERS_0);
            await().until(() -> metric("registry-unusable-total") == 1);

            task.produce(orders(0, 0, 10)).deliverAll();

            assertThat(bench.column("id")).hasSize(10);
        }
    }

    @Test
    void leavesATableThatExistsAsItIs() {
        try (SinkBench bench = new SinkBench(emulator, "existing")) {
            SinkTaskHarness before = bench.task().assign(ORDERS_0).produce(orders(0, 0, 1));
            before.deliverAll();
            bench.stop(before);
            registry.register("orders-value", ORDER.replace("\"note\"", "\"remark\""))
                    .register("lines-value", ORDER);

            bench.with("schema.registry.url", registry.url()).task().assign(ORDERS_0, LINES_0);

            awaitTable(bench, "lines"); // which is looked for later
            assertThat(bench.fields("orders")).containsExactly("id", "note");
            assertThat(metric("registry-tables-total")).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void waitsForTheKeyWhereItIsAColumn() {
        registry.register("orders-value", ORDER);
        try (SinkBench bench = bench("keyed").with("kafka.columns", "key")) {
            bench.task().assign(ORDERS_0);
            await().until(() -> registry.asked().contains("/subjects/orders-key/versions/latest"));
            assertThat(bench.hasTable("orders")).isFalse();

            registry.register("orders-key", "\"string\"");

            awaitTable(bench, "orders");
            assertThat(bench.field("orders", "_kafka_key").getType()).isEqualTo("STRING");
        }
    }

    @Test
    void failsNoTaskBeforeARecordDoes() {
        registry.register("orders-value", ORDER).register("lines-value", ORDER);
        try (SinkBench bench = bench("contradictory").with("table.orders.create", "false")) {
            SinkTaskHarness task = bench.task().assign(ORDERS_0, LINES_0);
            awaitTable(bench, "lines");
            task.pollUntil("the refusal had its time", () -> metric("registry-waiting-topics") == 0);

            task.poll(1);
            task.produce(orders(0, 0, 1));

            assertThatThrownBy(task::deliverAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("table.orders.create=true");
        }
    }

    @Test
    void asksBigQueryAgainThatWasAway() {
        registry.register("orders-value", ORDER);
        try (SinkBench bench = bench("bigquery").with("outage.timeout.ms", "1000")) {
            bench.broken(Trigger.on("tables.*").times(6), new Fault.RefuseHttp(503, "backendError", "later"));

            bench.task().assign(ORDERS_0);

            awaitTable(bench, "orders");
        }
    }
}
