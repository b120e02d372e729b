// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.endtoend;

import io.millrace.connect.quickstart.stack.Broker;
import io.millrace.connect.quickstart.stack.Jvm;
import io.millrace.connect.quickstart.stack.LocalCloud;
import io.millrace.connect.quickstart.stack.PluginPath;
import io.millrace.connect.quickstart.stack.Project;
import io.millrace.connect.quickstart.stack.RunDirectories;
import io.millrace.connect.quickstart.stack.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** What every measurement needs: an emulator that discards, a broker with orders, and one worker, each in a process. */
final class Stage {
    private Stage() {}

    /** What is done with it. */
    interface Play {
        void on(Sinks sinks, LocalCloud cloud) throws IOException, ExecutionException, InterruptedException;
    }

    /** Sets up, plays and clears away; logs stay in {@code benchmarks/target/<name>}. */
    static void run(String name, OrderTopics topics, Play play)
            throws IOException, ExecutionException, InterruptedException {
        Project project = Project.around(Path.of(""));
        Path logs = project.home().resolve("benchmarks/target/" + name);
        try (RunDirectories directories = RunDirectories.withLogsIn(logs);
                LocalCloud cloud = LocalCloud.start(project, directories, new Jvm(List.of("-Xmx1g")), "--discard");
                Broker broker = Broker.start(project, directories, new Jvm(List.of("-Xmx1g")))) {
            broker.awaitReady();
            topics.fill(broker);
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
                play.on(new Sinks(worker, admin, new GcLog(gcLog), topics), cloud);
            }
        }
    }

    /** Our sink into the emulator, with what else a measurement wants of it. */
    static Map<String, String> ours(LocalCloud cloud, Map<String, String> more) {
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

    /** The same by load jobs, by default as a user would have them but every few seconds. */
    static Map<String, String> loads(LocalCloud cloud, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(Map.of(
                "write.method", "gcs-load",
                "gcs.endpoint", cloud.endpoint(),
                "gcs.bucket", "bench-loads",
                "gcs.bucket.create", "true",
                "load.interval.ms", "5000"));
        config.putAll(more);
        return ours(cloud, config);
    }

    /** A sink that drops its rows: what remains is Kafka's and the converter's. */
    static Map<String, String> floor() {
        return Map.of("connector.class", DroppingSinkConnector.class.getName());
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
}
