// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/** One Kafka node that is broker and controller, newest version, plaintext on loopback. */
public final class Broker implements Part {

    private final Child child;
    private final String bootstrap;

    private Broker(Child child, String bootstrap) {
        this.child = child;
        this.bootstrap = bootstrap;
    }

    /** Returns at once; {@link #awaitReady()} returns when clients are served. */
    public static Broker start(Project project, RunDirectories directories, Jvm jvm) {
        int port = Ports.free();
        int controller = Ports.free();
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                "1",
                "controller.quorum.voters",
                "1@127.0.0.1:" + controller,
                "controller.listener.names",
                "CONTROLLER",
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
                "log.dirs",
                directories.directory("broker").toString()));
        // A cluster of one: internal topics with one copy and few partitions, groups that start at once
        properties.putAll(Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "4",
                "group.initial.rebalance.delay.ms", "0"));
        Path file =
                PropertiesFile.write(properties, directories.directory("etc").resolve("broker.properties"));
        Child format = Child.start(
                directories.log("broker-format"),
                jvm.running(project.newestKafka()),
                "kafka.tools.StorageTool",
                Map.of(),
                "format",
                "--cluster-id",
                Uuid.randomUuid().toString(),
                "--config",
                file.toString());
        format.awaitSuccess(Duration.ofMinutes(5));
        Child child = Child.start(
                directories.log("broker"),
                jvm.running(project.newestKafka()),
                "kafka.Kafka",
                Map.of(),
                file.toString());
        return new Broker(child, "127.0.0.1:" + port);
    }

    /** Waits until the cluster answers. */
    public Broker awaitReady() {
        // Between its looks it is seen whether the process is alive
        try (Admin admin = admin(Duration.ofSeconds(5))) {
            child.await(
                    Duration.ofMinutes(5),
                    () -> !admin.describeCluster().nodes().get().isEmpty());
        }
        return this;
    }

    /** {@code host:port}. */
    public String bootstrap() {
        return bootstrap;
    }

    /** A new client; the caller closes it. */
    public Admin admin() {
        return admin(Duration.ofMinutes(1));
    }

    private Admin admin(Duration patience) {
        return Admin.create(Map.of(
                "bootstrap.servers",
                bootstrap,
                "default.api.timeout.ms",
                Long.toString(patience.toMillis()),
                "request.timeout.ms",
                "4000"));
    }

    @Override
    public void close() {
        child.close();
    }
}
