// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.StorageObject;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.ShiftedClock;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the bucket when, and whose it is. */
@Timeout(60)
class LoadBucketIT {
    private static final String BUCKET = "shared";

    /** Cloud Storage's, which its answers' dates know nothing of: what is made while it is behind is old at once. */
    private final ShiftedClock clock = new ShiftedClock();

    private Emulator emulator;

    @BeforeEach
    void start() {
        emulator = Emulator.builder().clock(clock).start();
        emulator.objects().createBucket(BUCKET, "US");
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private SinkBench bench(String dataset) {
        return LoadBench.of(emulator, dataset).with("gcs.bucket", BUCKET);
    }

    private List<String> objects(String prefix) {
        return emulator.objects().list(BUCKET, prefix);
    }

    private Storage storage() {
        return new Storage.Builder(new NetHttpTransport(), GsonFactory.getDefaultInstance(), request -> {})
                .setApplicationName("test")
                .setRootUrl(emulator.restEndpoint() + "/")
                .build();
    }

    private void put(String name, Map<String, String> metadata) throws IOException {
        storage()
                .objects()
                .insert(
                        BUCKET,
                        new StorageObject().setName(name).setMetadata(metadata),
                        ByteArrayContent.fromString("text/plain", "x"))
                .execute();
    }

    private void failJobs(String table, String reason, long times) {
        emulator.faults()
                .arm(Trigger.on("jobs.run").of(table).times(times), new Fault.FailJob(reason, "the value is 4711"));
    }

    @Test
    void nothingIsLeftInTheBucketWhenRowsAreLoadedAndTheTaskStopped() {
        try (SinkBench bench = bench("clean")) {
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 100));
            task.assign(ORDERS_0);

            task.deliverAll();
            task.pollUntil("objects are deleted", () -> objects("").size() == 1); // the lease
            bench.stop(task);

            assertThat(objects("")).isEmpty();
        }
    }

    @Test
    void aTaskThatIsStoppedRemovesItsUnloadedObjectsAndTheNextReadsTheirRecordsAgain() {
        try (SinkBench bench = bench("stopped")) {
            bench.with("load.interval.ms", "60000").with("load.max.rows", "10");
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 100));
            task.assign(ORDERS_0);
            task.pollUntil("all rows are there", () -> objects("").size() > 1 && bench.held() < 500);
            assertThat(task.commit().values()).allMatch(offset -> offset == 0);
            bench.stop(task);
            assertThat(objects("")).isEmpty();

            bench.with("load.interval.ms", "50");
            SinkTaskHarness next = bench.task().produce(orders(0, 0, 100));
            next.assign(ORDERS_0);
            next.deliverAll();

            assertThat(bench.column("id")).hasSize(100);
        }
    }

    @Test
    void objectsWithRowsOfALostPartitionAloneAreNotLoaded() {
        try (SinkBench bench = bench("lost")) {
            bench.with("load.interval.ms", "60000").with("load.max.rows", "10");
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 100));
            task.assign(ORDERS_0);
            task.pollUntil("objects are there", () -> objects("").size() > 1);

            task.lose(ORDERS_0);

            task.pollUntil("they are deleted", () -> objects("").size() == 1 && bench.held() == 0);
            assertThat(bench.column("id")).isEmpty();
        }
    }

    @Test
    void orphansOfTheSameConnectorAreRemovedAndNobodyElsesObjects() throws IOException {
        Map<String, String> mine = Map.of("millrace-connector", "orphans");
        clock.set(Duration.ofMinutes(-11));
        put("millrace/orphans/1-0-a/lease", mine);
        put("millrace/orphans/1-0-a/p.d.t/000000000000.avro", mine);
        put("millrace/orphans/1-0-a/p.d.t/strange", Map.of());
        put("millrace/orphans2/1-0-a/p.d.t/000000000000.avro", Map.of("millrace-connector", "orphans2"));
        put("millrace/failed/orphans/1-0-a/p.d.t/000000000000.avro", mine);
        put("orphans/topic_1700000000", Map.of()); // as KCBQ names them
        put("other/orphans/1-0-a/p.d.t/000000000000.avro", mine);
        put("millrace/orphans/2-0-b/p.d.t/000000000000.avro", mine);
        clock.set(Duration.ofMinutes(-9));
        put("millrace/orphans/2-0-b/lease", mine); // of another cluster's connector with the same name, which lives
        clock.set(Duration.ZERO);

        try (SinkBench bench = bench("orphans")) {
            SinkTaskHarness task = bench.task();
            task.assign(ORDERS_0);

            task.pollUntil(
                    "orphans are removed",
                    () -> objects("millrace/orphans/1-0-a/").size() == 1);
            assertThat(objects(""))
                    .contains(
                            "millrace/orphans/1-0-a/p.d.t/strange",
                            "millrace/orphans2/1-0-a/p.d.t/000000000000.avro",
                            "millrace/failed/orphans/1-0-a/p.d.t/000000000000.avro",
                            "orphans/topic_1700000000",
                            "other/orphans/1-0-a/p.d.t/000000000000.avro",
                            "millrace/orphans/2-0-b/lease",
                            "millrace/orphans/2-0-b/p.d.t/000000000000.avro");
        }
    }

    @Test
    void twoConnectorsAndTwoOfTheSameNameShareABucket() {
        try (SinkBench one = bench("share_a");
                SinkBench other = bench("share_b")) {
            one.with("name", "orders");
            other.with("name", "orders"); // of another cluster
            SinkTaskHarness first = one.task().produce(orders(0, 0, 200));
            SinkTaskHarness second = other.task().produce(orders(0, 0, 300));
            first.assign(ORDERS_0);
            second.assign(ORDERS_0);

            first.deliverAll();
            second.deliverAll();

            assertThat(one.column("id")).hasSize(200).doesNotHaveDuplicates();
            assertThat(other.column("id")).hasSize(300).doesNotHaveDuplicates();
        }
    }

    @Test
    void anObjectThatBigQueryDoesNotLoadAloneIsSetAsideAndTheTaskGoesOn() throws IOException {
        try (SinkBench bench = bench("aside")) {
            bench.with("load.interval.ms", "300").with("load.max.rows", "1").with("linger.ms", "0");
            bench.with("request.max.rows", "1").with("errors.tolerance", "all");
            failJobs("aside.orders", "invalid", 4); // of four objects: all, all again, two, the first
            SinkTaskHarness task = bench.task(new DeadLetters()).produce(orders(0, 0, 4));
            task.assign(ORDERS_0);

            task.deliverAll();

            assertThat(bench.column("id")).hasSize(3).doesNotHaveDuplicates();
            List<String> failed = objects("millrace/failed/aside/");
            assertThat(failed).hasSize(2);
            String told = new String(
                    emulator.objects().open(BUCKET, failed.get(1)).orElseThrow().readAllBytes(),
                    StandardCharsets.UTF_8);
            assertThat(told)
                    .contains("test-project.aside.orders", "\"invalid\"", "\"topic\": \"orders\"", "firstOffset")
                    .doesNotContain("4711");
            task.pollUntil(
                    "the others are deleted", () -> objects("millrace/aside/").size() == 1);
        }
    }

    @Test
    void anObjectThatBigQueryDoesNotLoadEndsATaskThatToleratesNoErrors() {
        try (SinkBench bench = bench("fatal")) {
            failJobs("fatal.orders", "invalid", Long.MAX_VALUE);
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 10));
            task.assign(ORDERS_0);

            assertThatThrownBy(task::deliverAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("test-project.fatal.orders")
                    .hasMessageContaining("orders-0@0-9")
                    .hasMessageContaining("invalid")
                    .hasMessageContaining("gs://shared/millrace/failed/fatal/")
                    .hasMessageNotContaining("4711");
            assertThat(task.committed().values()).allMatch(offset -> offset == 0);
        }
    }

    @Test
    void aBucketThatBigQueryDoesNotLoadFromEndsTheTaskAndNothingIsSetAside() {
        emulator.objects().createBucket("far-away", "US-EAST1");
        try (SinkBench bench = bench("place").with("dataset.location", "EU").with("gcs.bucket", "far-away")) {
            bench.with("errors.tolerance", "all");
            SinkTaskHarness task = bench.task(new DeadLetters()).produce(orders(0, 0, 40));
            task.assign(ORDERS_0);

            assertThatThrownBy(task::deliverAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("bucket far-away is in US-EAST1, and dataset test-project.place in EU");
            assertThat(task.committed().values()).allMatch(offset -> offset == 0);
            assertThat(emulator.objects().list("far-away", "millrace/failed/")).isEmpty();
        }
    }

    @Test
    void aTableThatIsDroppedOrChangedUnderStagedRowsIsMadeAgainForThem() {
        try (SinkBench bench = bench("dropped")) {
            bench.with("load.interval.ms", "500").with("load.max.rows", "10").with("request.max.rows", "10");
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 40));
            task.assign(ORDERS_0);
            task.pollUntil("objects are there", () -> objects("").size() > 2);

            bench.dropTable("orders");

            task.deliverAll();
            assertThat(bench.column("id")).hasSize(40).doesNotHaveDuplicates();
        }
    }

    @Test
    void aColumnThatIsDroppedUnderStagedRowsIsAddedAgainForThem() {
        try (SinkBench bench = bench("altered")) {
            bench.with("load.interval.ms", "500").with("load.max.rows", "10").with("request.max.rows", "10");
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 40));
            task.assign(ORDERS_0);
            task.pollUntil("objects are there", () -> objects("").size() > 2);

            bench.run("ALTER TABLE orders DROP COLUMN note");

            task.deliverAll();
            assertThat(bench.column("note")).hasSize(40).contains("n39");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"avro", "json"})
    void aColumnIsRelaxedForARecordWhenTheRowsAreLoadedThatSayItIsRequired(String format) {
        Schema optional = SchemaBuilder.struct()
                .field("id", Schema.OPTIONAL_INT64_SCHEMA)
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        try (SinkBench bench = bench("optional_" + format).with("load.format", format)) {
            bench.with("load.interval.ms", "700").with("load.max.rows", "10").with("request.max.rows", "10");
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 44));
            task.assign(ORDERS_0);
            task.pollUntil("objects are there", () -> objects("").size() > 2);

            task.produce(SinkBench.record("orders", 0, 44, optional, new Struct(optional).put("note", "nobody's")))
                    .produce(orders(0, 45, 60));

            task.deliverAll();
            assertThat(bench.column("id")).hasSize(60).contains("null").doesNotHaveDuplicates();
        }
    }

    @Test
    void rowsOfAnObjectThatSomebodyDeletesAreReadAgain() throws IOException {
        try (SinkBench bench = bench("swept")) {
            bench.with("load.interval.ms", "700").with("load.max.rows", "10").with("request.max.rows", "10");
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 40));
            task.assign(ORDERS_0);
            task.pollUntil("objects are there", () -> objects("").size() > 2);

            String one = objects("").stream()
                    .filter(name -> name.endsWith(".avro"))
                    .findFirst()
                    .orElseThrow();
            storage().objects().delete(BUCKET, one).execute();

            task.deliverAll();
            assertThat(bench.column("id")).hasSize(40).doesNotHaveDuplicates();
        }
    }

    @Test
    void aJobWhoseAnswerIsLostIsAdoptedAndLoadsOnce() {
        try (SinkBench bench = bench("adopted")) {
            emulator.faults().arm(Trigger.on("jobs.insert").of("*adopted*").times(3), new Fault.LoseAck());
            emulator.faults().arm(Trigger.on("objects.insert").times(3), new Fault.LoseAck());
            emulator.faults()
                    .arm(
                            Trigger.on("jobs.run").of("adopted.orders").times(1),
                            new Fault.Delay(Duration.ofMillis(700), Moment.BEFORE));
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 100));
            task.assign(ORDERS_0);

            task.deliverAll();

            assertThat(bench.column("id")).hasSize(100).doesNotHaveDuplicates();
        }
    }
}
