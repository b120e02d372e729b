// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a child JVM runs.
 *
 * @param options heap, collector and compiler
 */
public record Jvm(List<String> options) {

    public Jvm {
        options = List.copyOf(options);
    }

    /** For processes that live a minute or two on a small machine: up fast, small, never at full speed. */
    public static Jvm small(int heapMegabytes) {
        return new Jvm(
                List.of("-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    }

    /** Whose plugins may read and write files that a connector names in this folder; nothing else lets them write any. */
    public Jvm allowing(Path folder) {
        List<String> arguments = new ArrayList<>(options);
        arguments.add("-Dmillrace.allowed.paths=" + folder.toAbsolutePath());
        return new Jvm(arguments);
    }

    List<String> running(String classPath) {
        // Both logging backends of Kafka's history, each reads its own: log4j 2 since 4.0, reload4j before
        List<String> arguments = new ArrayList<>(List.of(
                "-Dlog4j2.configurationFile=worker-log4j2.properties",
                "-Dlog4j.configuration=worker-log4j.properties"));
        arguments.addAll(options);
        arguments.add("-cp");
        arguments.add(classPath);
        return arguments;
    }
}
