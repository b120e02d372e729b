// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connect.quickstart.stack.Broker;
import io.millrace.connect.quickstart.stack.Jvm;
import io.millrace.connect.quickstart.stack.LocalCloud;
import io.millrace.connect.quickstart.stack.PluginPath;
import io.millrace.connect.quickstart.stack.Project;
import io.millrace.connect.quickstart.stack.RunDirectories;
import io.millrace.connect.quickstart.stack.Worker;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The worker's CPU time per million rows, in turn in one warm worker: the floor, ours, and ours where bad records are
 * reported. A poll delivers 500 records, as is Kafka's default.
 */
public final class EndToEndBenchmark {
    private static final int ROWS = Integer.getInteger("rows", 1_000_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final Duration WARM = Duration.ofSeconds(20);
    private static final String FLOOR = "floor";
    private static final String OURS = "millrace";
    /** Where bad records are reported, all records are kept until their rows are acknowledged. */
    private static final String OURS_WITH_REPORTER = "millrace-with-reporter";

    private EndToEndBenchmark() {}

    /** Prints a line per run; the last line is the result. */
    public static void main(String[] args) throws IOException, ExecutionException, InterruptedException {
        Project project = Project.around(Path.of(""));
        Path logs = project.home().resolve("benchmarks/target/end-to-end");
        try (RunDirectories directories = RunDirectories.withLogsIn(logs);
                LocalCloud cloud = LocalCloud.start(project, directories, new Jvm(List.of("-Xmx1g")), "--discard");
                Broker broker = Broker.start(project, directories, new Jvm(List.of("-Xmx1g")))) {
            broker.awaitReady();
            produce(broker);
            Path gcLog = logs.resolve("worker-gc.log");
            Files.deleteIfExists(gcLog);
            Worker.Setup setup = new Worker.Setup(
                    project.newestKafka(),
                    new Jvm(List.of("-Xmx1g", "-Xlog:gc:file=" + gcLog)),
                    plugins(project, directories),
                    broker.bootstrap(),
                    Map.of(
                            "value.converter", OrderConverter.class.getName(),
                            "key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
                            "offset.flush.interval.ms", "500"),
                    Map.of());
            cloud.awaitReady();
            try (Worker worker =
                            Worker.start("worker", setup, project, directories).awaitReady();
                    Admin admin = broker.admin()) {
                Sinks sinks = new Sinks(worker, admin, new GcLog(gcLog), ROWS);
                String result = measure(sinks, cloud);
                refuseMissingRows(sinks.runsOf(OURS) + sinks.runsOf(OURS_WITH_REPORTER), cloud);
                System.out.println(result);
            }
        }
    }

    private static String measure(Sinks runs, LocalCloud cloud) throws ExecutionException, InterruptedException {
        Map<String, Map<String, String>> sinks = new LinkedHashMap<>();
        sinks.put(FLOOR, Map.of("connector.class", DroppingSinkConnector.class.getName()));
        sinks.put(OURS, ours(cloud, Map.of()));
        sinks.put(
                OURS_WITH_REPORTER,
                ours(
                        cloud,
                        Map.of(
                                "errors.tolerance", "all",
                                "errors.log.enable", "true",
                                "errors.deadletterqueue.topic.name", "bad-orders",
                                "errors.deadletterqueue.topic.replication.factor", "1")));
        for (Map.Entry<String, Map<String, String>> sink : sinks.entrySet()) {
            Duration spent = Duration.ZERO;
            while (spent.compareTo(WARM) < 0) {
                Run run = runs.run(sink.getKey(), sink.getValue());
                spent = spent.plus(run.cpu());
                System.out.println("warm-up  " + run);
            }
        }
        Map<String, List<Run>> measured = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, Map<String, String>> sink : sinks.entrySet()) {
                Run run = runs.run(sink.getKey(), sink.getValue());
                measured.computeIfAbsent(sink.getKey(), first -> new ArrayList<>())
                        .add(run);
                System.out.println("measured " + run);
            }
        }
        return String.format(
                "cpu_s_per_million: %.2f floor: %.2f with_reporter: %.2f",
                median(measured, OURS), median(measured, FLOOR), median(measured, OURS_WITH_REPORTER));
    }

    private static Map<String, String> ours(LocalCloud cloud, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class", "io.millrace.connect.bigquery.BigQuerySinkConnector",
                "project", LocalCloud.PROJECT,
                "dataset", "bench",
                "dataset.create", "true",
                "credentials.source", "none",
                "bigquery.endpoint", cloud.endpoint(),
                "bigquery.storage.endpoint", cloud.storageEndpoint()));
        config.putAll(more);
        return config;
    }

    /** The offsets are committed; the emulator's own count must agree. */
    private static void refuseMissingRows(int runs, LocalCloud cloud) throws IOException {
        JsonNode tables;
        try (InputStream stats =
                URI.create(cloud.endpoint() + "/discard/stats").toURL().openStream()) {
            tables = new ObjectMapper().readTree(stats).get("tables");
        }
        long arrived = 0;
        for (JsonNode table : tables) {
            arrived += table.get("rows").asLong();
        }
        if (arrived < (long) runs * ROWS) {
            throw new IllegalStateException("of " + (long) runs * ROWS + " rows only " + arrived + " arrived");
        }
        System.out.printf("arrived  %,d rows in %d runs%n", arrived, runs);
    }

    private static double median(Map<String, List<Run>> measured, String sink) {
        List<Double> sorted = measured.getOrDefault(sink, List.of()).stream()
                .map(Run::cpuSecondsPerMillion)
                .sorted(Comparator.naturalOrder())
                .toList();
        return sorted.get(sorted.size() / 2);
    }

    /** Ours, and the converter and the dropping sink of this module's jar. */
    private static PluginPath plugins(Project project, RunDirectories directories) throws IOException {
        List<Path> plugins =
                new ArrayList<>(PluginPath.install(project, directories).directories());
        Path own = Files.createDirectories(directories.data().resolve("benchmark-plugins/benchmarks"));
        try (Stream<Path> target = Files.list(project.home().resolve("benchmarks/target"))) {
            Path jar = target.filter(file -> file.getFileName().toString().matches("benchmarks-[0-9.]+\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("benchmarks/target holds no jar: run mvn package"));
            Files.copy(jar, own.resolve(jar.getFileName()));
        }
        plugins.add(own.getParent());
        return new PluginPath(plugins);
    }

    /** The first record that the broker did not take. */
    private static final class Refusal {
        private final AtomicReference<@Nullable Exception> first = new AtomicReference<>();

        void take(RecordMetadata record, @Nullable Exception failed) {
            first.compareAndSet(null, failed);
        }

        void rethrow() {
            Exception failed = first.get();
            if (failed != null) {
                throw new IllegalStateException("the topic is not complete", failed);
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback tells of refusals
    private static void produce(Broker broker) throws ExecutionException, InterruptedException {
        try (Admin admin = broker.admin();
                Producer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers", broker.bootstrap(),
                                "linger.ms", "20",
                                "batch.size", "262144",
                                "enable.idempotence", "false",
                                "max.in.flight.requests.per.connection", "1",
                                // A busy machine may keep the broker from its work for minutes
                                "delivery.timeout.ms", "600000",
                                "request.timeout.ms", "120000"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(Sinks.TOPIC, Sinks.PARTITIONS, (short) 1)))
                    .all()
                    .get();
            Refusal refused = new Refusal();
            long bytes = 0;
            for (int number = 0; number < ROWS; number++) {
                byte[] value = Order.bytes(number);
                bytes += value.length;
                producer.send(new ProducerRecord<>(Sinks.TOPIC, number % Sinks.PARTITIONS, null, value), refused::take);
            }
            producer.flush();
            refused.rethrow();
            System.out.printf(
                    "topic    %,d rows of %d fields, %d bytes each%n",
                    ROWS, Order.SCHEMA.fields().size(), bytes / ROWS);
        }
    }
}
