// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.quickstart.stack.ConnectRest;
import io.millrace.connect.quickstart.stack.Jvm;
import io.millrace.connect.quickstart.stack.LocalCloud;
import io.millrace.connect.quickstart.stack.PluginPath;
import io.millrace.connect.quickstart.stack.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Distributed workers of one release that form a group. */
final class ConnectCluster implements AutoCloseable {

    private final String name;
    private final Release release;
    private final String discovery;
    private final PluginPath plugins;
    private final Platform platform;
    private final Jvm jvm;
    private final List<Worker> workers = new ArrayList<>();

    /**
     * @param discovery how its workers look for plugins: {@code plugin.discovery}
     * @param plugins where they look for them
     * @param options of their JVMs, beside the usual ones
     */
    ConnectCluster(
            String name,
            Release release,
            String discovery,
            PluginPath plugins,
            Platform platform,
            List<String> options) {
        this.name = name;
        this.release = release;
        this.discovery = discovery;
        this.plugins = plugins;
        this.platform = platform;
        List<String> all = new ArrayList<>(Jvm.small(384)
                .allowing(Path.of(System.getProperty("java.io.tmpdir")))
                .options());
        all.addAll(options);
        this.jvm = new Jvm(all);
        startWorker();
    }

    /** One more member. */
    Worker startWorker() {
        Worker.Setup setup = new Worker.Setup(
                release.classPath(platform.project()),
                jvm,
                plugins,
                platform.broker().bootstrap(),
                Map.of(
                        "group.id",
                        name,
                        "config.storage.topic",
                        name + "-config",
                        "offset.storage.topic",
                        name + "-offsets",
                        "status.storage.topic",
                        name + "-status",
                        "plugin.discovery",
                        discovery,
                        "offset.flush.interval.ms",
                        "500",
                        // Rebalance as soon as a dead worker is noticed, and notice it soon
                        "scheduled.rebalance.max.delay.ms",
                        "0",
                        "session.timeout.ms",
                        "6000",
                        "heartbeat.interval.ms",
                        "1000"),
                Map.of());
        Worker worker = Worker.start(logName(workers.size()), setup, platform.project(), platform.directories());
        workers.add(worker);
        return worker.awaitReady();
    }

    /** What the members have written to their logs, process after process. */
    String log() throws IOException {
        StringBuilder log = new StringBuilder();
        for (int member = 0; member < workers.size(); member++) {
            log.append(Files.readString(platform.directories().logs().resolve(logName(member) + ".log")));
        }
        return log.toString();
    }

    private String logName(int member) {
        return name + "-" + (member + 1);
    }

    /** Ends all members at once, without a chance to say good-bye. */
    void kill() {
        workers.stream().filter(Worker::isAlive).forEach(Worker::kill);
    }

    String name() {
        return name;
    }

    /** Waits until a member runs a task of the connector. */
    void awaitTasksOn(String connector, Worker member) {
        String id = member.rest().address().getAuthority();
        Awaitility.await(connector + " on " + id)
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    for (JsonNode task : rest().status(connector).get("tasks")) {
                        if (task.get("worker_id").asText().equals(id)
                                && task.get("state").asText().equals("RUNNING")) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    /** The REST interface of the first worker that is alive. */
    ConnectRest rest() {
        return workers.stream()
                .filter(Worker::isAlive)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no worker of " + name + " is alive"))
                .rest();
    }

    /** A sink of JSON records with schemas from one topic into {@code it.<topic>}. */
    Map<String, String> sinkConfig(String topic) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class", "io.millrace.connect.bigquery.BigQuerySinkConnector",
                "tasks.max", "1",
                "topics", topic,
                "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "project", LocalCloud.PROJECT,
                "dataset", "it",
                "dataset.create", "true",
                "credentials.source", "none",
                "bigquery.endpoint", platform.cloud().endpoint(),
                "bigquery.storage.endpoint", platform.cloud().storageEndpoint()));
        config.put("kafka.columns", "partition,offset");
        config.put("consumer.override.session.timeout.ms", "6000");
        config.put("consumer.override.heartbeat.interval.ms", "1000");
        return config;
    }

    /** The same by load jobs, one a second where there are rows. */
    Map<String, String> loadConfig(String topic, String bucket) {
        Map<String, String> config = sinkConfig(topic);
        config.putAll(Map.of(
                "write.method", "gcs-load",
                "gcs.endpoint", platform.cloud().endpoint(),
                "gcs.bucket", bucket,
                "gcs.bucket.create", "true",
                "load.interval.ms", "1000"));
        return config;
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
    }
}
