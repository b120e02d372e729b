// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** One Java program in a process of its own, its output in a log file. */
final class Child implements AutoCloseable {

    private final String name;
    private final Path log;
    private final Process process;

    private Child(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * @param jvm options for the JVM, class path included
     * @param environment added to ours
     */
    static Child start(Path log, List<String> jvm, Class<?> main, Map<String, String> environment, String... args) {
        return start(log, jvm, main.getName(), environment, args);
    }

    static Child start(Path log, List<String> jvm, String main, Map<String, String> environment, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.add(ChildMain.class.getName());
        command.add(main);
        command.addAll(Arrays.asList(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        String name = log.getFileName().toString().replaceFirst("\\.log$", "");
        try {
            return new Child(name, log, builder.start());
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Waits until {@code ready} answers true; an exception of it means not yet, the end of the process means never. */
    void await(Duration limit, Callable<Boolean> ready) {
        try {
            Awaitility.await(name)
                    .atMost(limit)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .failFast(() -> !process.isAlive())
                    .until(ready);
        } catch (TerminalFailureException ended) {
            throw new IllegalStateException(
                    name + " ended with status " + process.exitValue() + "; its last words:\n" + lastWords(), ended);
        } catch (ConditionTimeoutException late) {
            throw new IllegalStateException(
                    name + " was not ready after " + limit.toSeconds() + " s; its last words:\n" + lastWords(), late);
        }
    }

    /** Waits for a program that ends by itself. */
    void awaitSuccess(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(name + " failed; its last words:\n" + lastWords());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, stopped);
        } finally {
            process.destroyForcibly();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** SIGKILL: no hook runs, no connection is closed. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String lastWords() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
        } catch (IOException unreadable) {
            return "(" + log + " cannot be read)";
        }
    }
}
