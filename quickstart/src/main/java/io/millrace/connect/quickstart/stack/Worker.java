// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.stack;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** One distributed Connect worker. Workers started with the same broker form one cluster. */
public final class Worker implements Part {

    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final Child child;
    private final ConnectRest rest;

    private Worker(Child child, ConnectRest rest) {
        this.child = child;
        this.rest = rest;
    }

    /**
     * What a worker is made of.
     *
     * @param classPath of the Kafka version it shall be, see {@link Project}
     * @param settings over those of {@code config/worker.properties}
     * @param environment what connectors read as {@code ${env:NAME}}
     */
    public record Setup(
            String classPath,
            Jvm jvm,
            PluginPath plugins,
            String bootstrap,
            Map<String, String> settings,
            Map<String, String> environment) {

        public Setup {
            settings = Map.copyOf(settings);
            environment = Map.copyOf(environment);
        }
    }

    /** Returns at once; {@link #awaitReady()} returns when the worker has joined its cluster. */
    public static Worker start(String name, Setup setup, Project project, RunDirectories directories) {
        Properties properties = PropertiesFile.read(project.config("worker.properties"));
        String address = "http://127.0.0.1:" + Ports.free();
        Path etc = directories.directory("etc");
        // A provider's folder has to be there; this one is in the place of /etc/connect
        properties.put("config.providers.file.param.allowed.paths", etc.toString());
        properties.put("config.providers.directory.param.allowed.paths", etc.toString());
        properties.putAll(Map.of(
                "bootstrap.servers",
                setup.bootstrap(),
                "listeners",
                address,
                "rest.advertised.host.name",
                "127.0.0.1",
                "plugin.path",
                setup.plugins().property(),
                "offset.storage.partitions",
                "2",
                "status.storage.partitions",
                "1"));
        properties.putAll(setup.settings());
        Path file = PropertiesFile.write(properties, etc.resolve(name + ".properties"));
        Child child = Child.start(
                directories.log(name),
                setup.jvm().running(setup.classPath()),
                "org.apache.kafka.connect.cli.ConnectDistributed",
                setup.environment(),
                file.toString());
        return new Worker(child, new ConnectRest(URI.create(address)));
    }

    /** Waits until the worker answers as a member of its cluster. */
    public Worker awaitReady() {
        child.await(START_LIMIT, rest::isReady);
        return this;
    }

    public ConnectRest rest() {
        return rest;
    }

    public boolean isAlive() {
        return child.isAlive();
    }

    /** The process: its id, and the CPU time it used. */
    public ProcessHandle process() {
        return child.handle();
    }

    /** SIGKILL. */
    public void kill() {
        child.kill();
    }

    @Override
    public void close() {
        child.close();
    }
}
