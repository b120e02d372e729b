// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.bigquery.Bigquery;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.SchemaDiff;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.kit.Backoff;
import io.millrace.connect.kit.Fate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions about tables, creating and changing what has to be. Asking never waits; the one answer to each
 * question is posted.
 */
public final class Tables implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tables.class);
    private static final long CLOSE_MS = 2_000;

    private final TableApi api;
    private final TableSettings settings;
    private final SchemaSettings schema;
    private final Consumer<TableNews> news;
    private final Patience patience;
    private final ScheduledExecutorService threads;
    private final UpdatePace pace = new UpdatePace();

    /**
     * How often and how long a question is tried.
     *
     * @param timeout how long until the task is told that the answer is late
     */
    public record Patience(Backoff backoff, Duration timeout, InstantSource clock, RandomGenerator random) {}

    /**
     * @param news gets one answer for each question, on a thread of {@code threads}; must not wait
     * @param threads owned by this from now on
     */
    public Tables(
            Bigquery bigquery,
            TableSettings settings,
            SchemaSettings schema,
            Consumer<TableNews> news,
            Patience patience,
            ScheduledExecutorService threads) {
        this.api = new TableApi(bigquery);
        this.settings = settings;
        this.schema = schema;
        this.news = news;
        this.patience = patience;
        this.threads = threads;
    }

    /** Asks. At most one question for a table should be open at a time: the answer to one settles most of the next. */
    public void ask(TableQuestion question) {
        schedule(new Inquiry(question, this, api, patience.clock().millis()), Duration.ZERO);
    }

    /** Gives up what is unanswered. Posts nothing more. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // an attempt answers for all that can go wrong in it
    private void schedule(Inquiry inquiry, Duration pause) {
        try {
            threads.schedule(() -> attempt(inquiry), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("closed table={}", inquiry.table());
        }
    }

    private void attempt(Inquiry inquiry) {
        try {
            news.accept(inquiry.answer());
        } catch (Inquiry.TryLater later) {
            schedule(inquiry, later.pause);
        } catch (GoogleJsonResponseException refused) {
            String reason = TableApi.reasonOf(refused);
            String found = refused.getStatusCode() + " " + reason;
            if (Fate.ofRest(refused.getStatusCode(), reason) == Fate.TRANSIENT) {
                retry(inquiry, found);
            } else {
                String words = refused.getDetails() == null
                        ? ""
                        : ": " + refused.getDetails().getMessage();
                refuse(
                        inquiry,
                        new ConnectException(
                                "table " + inquiry.table() + ": BigQuery answered " + found + words, refused));
            }
        } catch (IOException failed) {
            if (Fate.of(failed) == Fate.TRANSIENT) {
                retry(inquiry, failed.getClass().getSimpleName());
            } else {
                refuse(
                        inquiry,
                        new ConnectException("table " + inquiry.table() + ": BigQuery could not be asked", failed));
            }
        } catch (ConnectException refused) {
            refuse(inquiry, refused);
        } catch (RuntimeException unexpected) {
            refuse(inquiry, new ConnectException("table " + inquiry.table() + ": unexpected failure", unexpected));
        }
    }

    private void refuse(Inquiry inquiry, ConnectException error) {
        news.accept(new TableNews.Refused(inquiry.table(), error));
    }

    private void retry(Inquiry inquiry, String cause) {
        if (patience.clock().millis() - inquiry.startedMs >= patience.timeout().toMillis()) {
            news.accept(new TableNews.Late(inquiry.table(), cause));
            return;
        }
        inquiry.failures++;
        LOG.debug("asking again table={} cause={} failures={}", inquiry.table(), cause, inquiry.failures);
        schedule(inquiry, patience.backoff().after(inquiry.failures, patience.random()));
    }

    TableSettings settings() {
        return settings;
    }

    Instant now() {
        return patience.clock().instant();
    }

    SchemaDiff.@Nullable Growth growth(TableShape live, TableShape wanted) {
        return SchemaDiff.between(live, wanted, schema)
                .<SchemaDiff.@Nullable Growth>fold(() -> null, growth -> growth, impossible -> null);
    }

    void takeUpdate(Destination table) throws Inquiry.TryLater {
        Duration wait = pace.take(table, patience.clock().millis());
        if (!wait.isZero()) {
            throw new Inquiry.TryLater(wait);
        }
    }
}
