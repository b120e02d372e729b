// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.ahead;

import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.registry.TopicSchema;
import io.millrace.connect.bigquery.registry.TopicSchemas;
import io.millrace.connect.bigquery.registry.UntranslatableException;
import io.millrace.connect.bigquery.route.Router;
import io.millrace.connect.bigquery.schema.RecordShapes;
import io.millrace.connect.bigquery.table.TableQuestion;
import io.millrace.connect.kit.metrics.Numbers;
import io.millrace.connect.kit.registry.RegistryException;
import io.millrace.connect.kit.retry.RetryPolicy;
import io.millrace.connect.kit.trust.OneLine;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes tables from what a schema registry knows of their topics, exactly as their first record would. Whatever goes wrong
 * here costs a line in the log: the first record makes the table then, or fails as it would have failed anyway. All but
 * the three calls of the task runs on one thread of its own, which waits for the network.
 */
public final class RegisteredTables implements TablesAhead {
    private static final Logger LOG = LoggerFactory.getLogger(RegisteredTables.class);

    private final TopicSchemas schemas;
    private final Prospect prospect;
    private final Consumer<TableQuestion> ask;
    private final Numbers<TaskMetric> numbers;
    private final RetryPolicy retry;
    private final ScheduledExecutorService thread;
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final Set<String> waiting = new LinkedHashSet<>();
    /** Topics that need no look any more, whoever they are assigned to meanwhile. */
    private final Set<String> settled = new HashSet<>();

    private final Set<String> warned = new HashSet<>();
    private int failures;
    private @Nullable Future<?> next;

    /**
     * From a topic to the table that its records would need; of this thread alone.
     *
     * @param shapes what records need, by their table
     */
    public record Prospect(Router router, Function<Destination, RecordShapes> shapes) {
        boolean leads(String topic, Destination table) {
            try {
                return router.route(topic).equals(table);
            } catch (ConnectException nowhere) {
                return false;
            }
        }

        /** Empty where records of the schema are left out. */
        Optional<TableQuestion> of(String topic, TopicSchema schema) {
            SinkRecord likeness = new SinkRecord(topic, 0, schema.key(), null, schema.value(), null, 0);
            Destination table = router.route(topic);
            RecordShapes ofTable = shapes.apply(table);
            if (ofTable.skips(schema.value())) {
                return Optional.empty();
            }
            TableShape wanted = ofTable.wantedBy(likeness, null);
            if (wanted.columns().isEmpty()) {
                throw new DataException("the schema has no field that could be a column");
            }
            return Optional.of(TableQuestion.ahead(table, wanted, ofTable.keyColumns(likeness)));
        }
    }

    /**
     * Looks for nothing yet.
     *
     * @param ask takes questions about tables, without waiting
     * @param thread one thread, which waits for the network
     */
    public RegisteredTables(
            TopicSchemas schemas,
            Prospect prospect,
            Consumer<TableQuestion> ask,
            Numbers<TaskMetric> numbers,
            RetryPolicy retry,
            ScheduledExecutorService thread) {
        this.schemas = schemas;
        this.prospect = prospect;
        this.ask = ask;
        this.numbers = numbers;
        this.retry = retry;
        this.thread = thread;
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        List<TopicPartition> opened = List.copyOf(partitions);
        soon(() -> {
            assigned.addAll(opened);
            boolean more = false;
            for (TopicPartition partition : opened) {
                more |= !settled.contains(partition.topic()) && waiting.add(partition.topic());
            }
            if (more && failures == 0) { // else the registry is left alone until its next turn
                lookAfter(Duration.ZERO);
            }
        });
    }

    @Override
    public void drop(Collection<TopicPartition> partitions) {
        List<TopicPartition> dropped = List.copyOf(partitions);
        soon(() -> {
            dropped.forEach(assigned::remove);
            waiting.removeIf(topic ->
                    assigned.stream().noneMatch(partition -> partition.topic().equals(topic)));
            count();
        });
    }

    @Override
    public void seen(Destination table) {
        soon(() -> {
            for (String topic : List.copyOf(waiting)) {
                if (prospect.leads(topic, table)) {
                    settle(topic);
                }
            }
            count();
        });
    }

    private void look() {
        next = null;
        boolean answered = true;
        for (String topic : List.copyOf(waiting)) {
            try {
                if (look(topic)) {
                    settle(topic);
                }
            } catch (RegistryException unanswered) {
                answered = false;
                failed(unanswered);
                if (!unanswered.ofOneSubject()) {
                    break;
                }
            }
        }
        count();
        if (answered) {
            failures = 0;
            warned.clear();
        } else {
            failures++;
        }
        if (!waiting.isEmpty()) {
            // A topic's first producer registers its schema, so a subject that is not there may come any time.
            lookAfter(answered ? retry.backoff().max() : retry.pauseAfter(failures));
        }
    }

    private void settle(String topic) {
        waiting.remove(topic);
        settled.add(topic);
    }

    /** Whether this topic need not be looked for any more. */
    private boolean look(String topic) throws RegistryException {
        try {
            Optional<TopicSchema> schema = schemas.of(topic);
            schema.flatMap(found -> prospect.of(topic, found)).ifPresent(ask);
            return schema.isPresent();
        } catch (UntranslatableException | ConnectException unusable) {
            numbers.add(TaskMetric.REGISTRY_UNUSABLE_TOTAL, 1);
            LOG.info(
                    "topic={} its first record will make the table: {}",
                    topic,
                    OneLine.whole(String.valueOf(unusable.getMessage())));
            return true;
        } catch (RuntimeException | Error unexpected) { // of this topic: the others are looked for all the same
            numbers.add(TaskMetric.REGISTRY_UNUSABLE_TOTAL, 1);
            LOG.warn("topic={} its first record will make the table, unexpected failure", topic, unexpected);
            return true;
        }
    }

    private void failed(RegistryException unanswered) {
        if (Thread.currentThread().isInterrupted()) {
            return; // the task stops
        }
        numbers.add(TaskMetric.REGISTRY_FAILURES_TOTAL, 1);
        String cause = String.valueOf(unanswered.getMessage());
        if (warned.add(cause)) {
            LOG.warn(
                    "schema registry {}: {}; it is asked again, meanwhile first records make their tables",
                    unanswered.refused() ? "refuses the credentials" : "gives no answer",
                    cause);
        } else {
            LOG.debug("schema registry failed again cause={}", cause);
        }
    }

    private void count() {
        numbers.set(TaskMetric.REGISTRY_WAITING_TOPICS, waiting.size());
    }

    private void lookAfter(Duration pause) {
        if (next != null) {
            next.cancel(false);
        }
        next = later(pause, this::look);
    }

    private void soon(Runnable work) {
        try {
            thread.execute(() -> attempt(work));
        } catch (RejectedExecutionException closed) {
            LOG.debug("closed");
        }
    }

    private @Nullable Future<?> later(Duration pause, Runnable work) {
        try {
            return thread.schedule(() -> attempt(work), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("closed");
            return null;
        }
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error unexpected) {
            LOG.warn("unexpected failure, the schema registry is asked again later", unexpected);
            if (next == null && !waiting.isEmpty()) {
                lookAfter(retry.backoff().max());
            }
        }
    }
}
