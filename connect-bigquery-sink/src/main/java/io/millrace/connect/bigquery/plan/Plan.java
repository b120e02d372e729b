// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.plan;

import io.millrace.connect.bigquery.config.Blamed;
import io.millrace.connect.bigquery.config.SinkConfig;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.registry.RegistrySettings;
import io.millrace.connect.bigquery.route.Router;
import io.millrace.connect.kit.google.GoogleOnlyCredentials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connector's first minutes, played through without writing anything: its credentials, its datasets, its tables. What
 * cannot be asked, because the network is away or time is up, is no finding: the connector may well work later.
 */
public final class Plan {
    private static final Logger LOG = LoggerFactory.getLogger(Plan.class);
    /** So many questions at a time. */
    public static final int THREADS = 8;

    private final SinkConfig config;
    private final Router router;
    private final ExecutorService threads;
    private final long deadlineNanos;
    private final List<PlanFinding> findings = new ArrayList<>();

    private Plan(SinkConfig config, ExecutorService threads, Duration limit) {
        this.config = config;
        this.router = new Router(config.routing());
        this.threads = threads;
        this.deadlineNanos = System.nanoTime() + limit.toNanos();
    }

    /**
     * Asks, for {@code limit} at most.
     *
     * @param topics the topics that are known by name; others cannot be looked into
     * @param api the admin API as the credentials see it, for callers in a hurry
     */
    public static List<PlanFinding> of(
            SinkConfig config,
            Collection<String> topics,
            Function<Optional<GoogleOnlyCredentials>, Google> api,
            Duration limit) {
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, config.task().connector() + "-plan-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        Plan plan = new Plan(config, threads, limit);
        Queue<Google> opened = new ConcurrentLinkedQueue<>();
        try {
            plan.ask(topics, credentials -> {
                Google google = api.apply(credentials);
                opened.add(google);
                return google;
            });
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdownNow();
            opened.forEach(Google::close);
        }
        return plan.findings;
    }

    private void ask(Collection<String> topics, Function<Optional<GoogleOnlyCredentials>, Google> api)
            throws InterruptedException {
        Set<Destination> common = commonDataset();
        Set<Destination> tables = findings.isEmpty() ? destinations(topics) : Set.of();
        Set<Destination> datasets = DatasetCheck.oneOfEachDataset(tables);
        if (topics.isEmpty()) {
            datasets.addAll(common);
        }
        RegistrySettings registry = config.records().registry();
        Future<List<PlanFinding>> registered =
                threads.submit(() -> registry == null ? List.of() : RegistryCheck.check(registry.access(), topics));
        List<Callable<SignIn>> signIn =
                List.of(() -> SignIn.with(config.connection().access(), api));
        for (SignIn signedIn : answers(signIn)) {
            findings.addAll(signedIn.findings());
            if (signedIn.admin().isPresent()) {
                ask(signedIn.admin().get(), datasets, tables, !topics.isEmpty());
            }
        }
        collect(List.of(registered::get));
    }

    /** @param named whether all topics are known, rather than a pattern of theirs */
    private void ask(Admin admin, Set<Destination> datasets, Set<Destination> tables, boolean named)
            throws InterruptedException {
        DatasetCheck datasetCheck = new DatasetCheck(admin, config);
        if (datasets.isEmpty()) {
            collect(List.of(datasetCheck::checkProject));
            return;
        }
        collect(datasets.stream()
                .<Callable<List<PlanFinding>>>map(dataset -> () -> datasetCheck.check(dataset))
                .toList());
        collect(new BucketCheck(admin, config).questions(tables.isEmpty() ? datasets : tables));
        collect(new MergeCheck(admin, config).questions(tables.isEmpty() ? datasets : tables));
        if (findings.isEmpty()) { // tables of a dataset that is not right are not worth asking about
            boolean alone = tables.size() == 1 && named;
            TableCheck check = new TableCheck(admin, config, alone);
            List<TableCheck.Verdict> verdicts = answers(tables.stream()
                    .<Callable<TableCheck.Verdict>>map(table -> () -> check.check(table))
                    .toList());
            verdicts.stream()
                    .flatMap(verdict -> verdict.findings().stream())
                    .distinct()
                    .forEach(findings::add);
            CreationCheck creation = new CreationCheck(admin);
            Set<Destination> toCreate = DatasetCheck.oneOfEachDataset(verdicts.stream()
                    .filter(TableCheck.Verdict::creates)
                    .map(TableCheck.Verdict::table)
                    .toList());
            collect(toCreate.stream()
                    .<Callable<List<PlanFinding>>>map(table -> () -> creation.table(table))
                    .toList());
        }
    }

    private void collect(List<Callable<List<PlanFinding>>> questions) throws InterruptedException {
        answers(questions).stream().flatMap(List::stream).distinct().forEach(findings::add);
    }

    /** The answers that come in time. */
    private <T> List<T> answers(List<Callable<T>> questions) throws InterruptedException {
        List<T> answers = new ArrayList<>();
        long left = Math.max(deadlineNanos - System.nanoTime(), 0);
        int late = 0;
        for (Future<T> answer : threads.invokeAll(questions, left, TimeUnit.NANOSECONDS)) {
            if (answer.isCancelled()) {
                late++;
                continue;
            }
            try {
                answers.add(answer.get());
            } catch (ExecutionException failed) {
                LOG.error(
                        "connector={} validation failed by itself",
                        config.task().connector(),
                        failed.getCause());
                findings.add(PlanFinding.of(
                        Blamed.VALIDATION, "failed by itself, and the worker's log says why; false goes on without"));
            }
        }
        if (late > 0) {
            LOG.info(
                    "connector={} questions={} Google did not answer in time, validation goes on without",
                    config.task().connector(),
                    late);
        }
        return answers;
    }

    /** The dataset that topics go to whatever they are called, if there is one, with a table that is not known yet. */
    private Set<Destination> commonDataset() {
        try {
            return router.commonDataset()
                    .map(dataset -> Set.of(new Destination(config.routing().project(), dataset, "")))
                    .orElse(Set.of());
        } catch (ConnectException unnameable) {
            findings.add(PlanFinding.of(Blamed.DATASET, String.valueOf(unnameable.getMessage())));
            return Set.of();
        }
    }

    /** Where the known topics go, and those that are mapped by name. */
    private Set<Destination> destinations(Collection<String> topics) {
        Set<Destination> tables = new LinkedHashSet<>();
        Stream.concat(topics.stream(), config.routing().topicToTable().keySet().stream())
                .distinct()
                .forEach(topic -> {
                    try {
                        tables.add(router.route(topic));
                    } catch (ConnectException unnameable) {
                        findings.add(PlanFinding.of(Blamed.TABLE, String.valueOf(unnameable.getMessage())));
                    }
                });
        return tables;
    }
}
