// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.endtoend;

import io.millrace.connect.quickstart.stack.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;

/** Runs one sink after the other over the same topics, each as a connector with a consumer group of its own. */
final class Sinks {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Worker worker;
    private final Admin admin;
    private final GcLog gcLog;
    private final OrderTopics topics;
    private final List<String> runs = new ArrayList<>();

    Sinks(Worker worker, Admin admin, GcLog gcLog, OrderTopics topics) {
        this.worker = worker;
        this.admin = admin;
        this.gcLog = gcLog;
        this.topics = topics;
    }

    /** Returns when the offset of the last row is committed; the connector is gone then. */
    Run run(String sink, Map<String, String> config) throws ExecutionException, InterruptedException {
        return run(sink, config, topics);
    }

    /** The same over some of the topics. */
    Run run(String sink, Map<String, String> config, OrderTopics some) throws ExecutionException, InterruptedException {
        String name = sink + "-" + runs.size();
        runs.add(sink);
        Map<String, String> whole = new HashMap<>(config);
        whole.put("topics.regex", some.pattern());
        whole.put("tasks.max", "1");
        int gcStart = gcLog.position();
        Duration before = cpu();
        worker.rest().create(name, whole);
        worker.rest().awaitRunning(name, 1);
        long start = System.nanoTime();
        AtomicInteger threads = new AtomicInteger();
        Awaitility.await(name)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    threads.accumulateAndGet(threads(), Math::max);
                    return committed(name) >= some.rows();
                });
        Duration wall = Duration.ofNanos(System.nanoTime() - start);
        Duration cpu = cpu().minus(before);
        long peak = gcLog.peakAfter(gcStart);
        worker.rest().delete(name);
        return new Run(sink, some.rows(), cpu, wall, peak, threads.get());
    }

    /** How often a sink ran. */
    int runsOf(String sink) {
        return Collections.frequency(runs, sink);
    }

    private long committed(String connector) throws ExecutionException, InterruptedException {
        return admin
                .listConsumerGroupOffsets("connect-" + connector)
                .partitionsToOffsetAndMetadata()
                .get()
                .values()
                .stream()
                .mapToLong(offset -> offset.offset())
                .sum();
    }

    private int threads() {
        Path tasks = Path.of("/proc/" + worker.process().pid() + "/task");
        try (Stream<Path> each = Files.list(tasks)) {
            return (int) each.count();
        } catch (IOException notThisSystem) {
            throw new UncheckedIOException("this system does not tell a process's threads", notThisSystem);
        }
    }

    private Duration cpu() {
        return worker.process()
                .info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("this system does not tell a process's CPU time"));
    }
}
