// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.stack;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Database, broker, one worker and the emulator: up together, gone together. */
public final class EmbeddedStack implements AutoCloseable {

    private final Deque<Part> started = new ArrayDeque<>();
    private final Database database;
    private final LocalCloud cloud;
    private final Broker broker;
    private final Worker worker;

    /**
     * Returns when all are ready; what had started is stopped again where one fails.
     *
     * @param environment what connectors read as {@code ${env:NAME}} besides the addresses of the parts
     * @param progress told which part does what
     */
    public EmbeddedStack(
            Project project,
            RunDirectories directories,
            Map<String, String> environment,
            BiConsumer<String, String> progress) {
        try {
            progress.accept("database", "starting PostgreSQL with logical replication");
            database = own(Database.start(project, directories));
            progress.accept("bigquery", "starting the emulator");
            cloud = own(LocalCloud.start(project, directories, Jvm.small(512)));
            progress.accept("kafka", "starting a broker");
            broker = own(Broker.start(project, directories, Jvm.small(256)));
            PluginPath plugins = PluginPath.install(project, directories);
            broker.awaitReady();
            progress.accept("kafka", "ready on " + broker.bootstrap());
            Map<String, String> known = new HashMap<>(addresses(database, cloud, broker));
            known.putAll(environment);
            progress.accept("connect", "starting a worker with the plugins in " + plugins.property());
            worker = own(Worker.start(
                    "worker",
                    new Worker.Setup(
                            project.newestKafka(),
                            jvm(environment),
                            plugins,
                            broker.bootstrap(),
                            // A lag that is as fresh as a person's patience
                            Map.of(
                                    "offset.flush.interval.ms",
                                    "1000",
                                    // What the connectors of config/quickstart read
                                    "config.providers.env.param.allowlist.pattern",
                                    String.join("|", new TreeSet<>(known.keySet()))),
                            known),
                    project,
                    directories));
            database.awaitReady();
            progress.accept("database", "ready on 127.0.0.1:" + database.port());
            cloud.awaitReady();
            progress.accept("bigquery", "ready on " + cloud.endpoint());
            worker.awaitReady();
            progress.accept("connect", "ready on " + worker.rest().address());
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private static Jvm jvm(Map<String, String> environment) {
        String lineage = environment.get("LINEAGE_FILE");
        Path folder = lineage == null ? null : Path.of(lineage).toAbsolutePath().getParent();
        return folder == null ? Jvm.small(512) : Jvm.small(512).allowing(folder);
    }

    public Database database() {
        return database;
    }

    public LocalCloud cloud() {
        return cloud;
    }

    public Broker broker() {
        return broker;
    }

    public Worker worker() {
        return worker;
    }

    /** Stops the parts, the last one first. */
    @Override
    public void close() {
        while (!started.isEmpty()) {
            started.pop().close();
        }
    }

    private <T extends Part> T own(T part) {
        started.push(part);
        return part;
    }

    private static Map<String, String> addresses(Database database, LocalCloud cloud, Broker broker) {
        return Map.of(
                "DATABASE_HOST",
                "127.0.0.1",
                "DATABASE_PORT",
                Integer.toString(database.port()),
                "DATABASE_NAME",
                "postgres",
                "DATABASE_USER",
                "postgres",
                "DATABASE_PASSWORD",
                "trusted",
                "KAFKA_BOOTSTRAP",
                broker.bootstrap(),
                "BIGQUERY_PROJECT",
                LocalCloud.PROJECT,
                "BIGQUERY_ENDPOINT",
                cloud.endpoint(),
                "BIGQUERY_STORAGE_ENDPOINT",
                cloud.storageEndpoint(),
                "GCS_ENDPOINT",
                cloud.endpoint());
    }
}
