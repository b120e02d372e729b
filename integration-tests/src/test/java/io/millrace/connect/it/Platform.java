// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import io.millrace.connect.quickstart.stack.Broker;
import io.millrace.connect.quickstart.stack.Jvm;
import io.millrace.connect.quickstart.stack.LocalCloud;
import io.millrace.connect.quickstart.stack.PluginPath;
import io.millrace.connect.quickstart.stack.Project;
import io.millrace.connect.quickstart.stack.RunDirectories;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One broker, one emulator, and a Connect cluster per Kafka release; gone when the last test class is through. */
final class Platform implements AutoCloseable {

    private final Project project = Project.around(Path.of(""));
    private final RunDirectories directories =
            RunDirectories.withLogsIn(Path.of("target", "logs").toAbsolutePath());
    private final LocalCloud cloud = LocalCloud.start(project, directories, Jvm.small(512));
    private final Broker broker = Broker.start(project, directories, Jvm.small(512));
    private final PluginPath plugins = PluginPath.install(project, directories);
    private final Map<Release, ConnectCluster> clusters = new EnumMap<>(Release.class);

    private Platform() {
        broker.awaitReady();
        cloud.awaitReady();
    }

    /** Injected into tests: {@code @ExtendWith(Platform.Shared.class)}. */
    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Platform.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Platform.class, type -> new Platform(), Platform.class);
        }
    }

    /** The release's cluster with one worker, started when it is first asked for. */
    ConnectCluster cluster(Release release) {
        return clusters.computeIfAbsent(release, kafka -> cluster(kafka.name().toLowerCase(Locale.ROOT), kafka));
    }

    /** A cluster of its own, which the caller closes. */
    ConnectCluster cluster(String name, Release release) {
        return cluster(name, release, release.discovery());
    }

    /** A cluster of its own whose workers look for plugins in another way, which the caller closes. */
    ConnectCluster cluster(String name, Release release, String discovery) {
        return new ConnectCluster(name, release, discovery, plugins, this, List.of());
    }

    /** A cluster of its own with plugins of its own, which the caller closes. */
    ConnectCluster cluster(String name, Release release, PluginPath installed) {
        return new ConnectCluster(name, release, release.discovery(), installed, this, List.of());
    }

    /** A cluster of its own whose workers' JVMs have more options, which the caller closes. */
    ConnectCluster cluster(String name, Release release, List<String> options) {
        return new ConnectCluster(name, release, release.discovery(), plugins, this, options);
    }

    Project project() {
        return project;
    }

    RunDirectories directories() {
        return directories;
    }

    PluginPath plugins() {
        return plugins;
    }

    Broker broker() {
        return broker;
    }

    LocalCloud cloud() {
        return cloud;
    }

    @Override
    public void close() {
        clusters.values().forEach(ConnectCluster::close);
        broker.close();
        cloud.close();
        directories.close();
    }
}
