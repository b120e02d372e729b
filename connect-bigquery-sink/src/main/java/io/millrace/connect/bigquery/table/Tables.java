// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.bigquery.Bigquery;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.SchemaDiff;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.kit.retry.Backoff;
import io.millrace.connect.kit.retry.Retryability;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
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
 * question is posted, however long BigQuery is away meanwhile, and so is whatever ends a try: an Error is an answer too.
 */
public final class Tables implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tables.class);
    private static final long CLOSE_MS = 2_000;

    private static final long SLOW_MS = 1_000;
    /** As often in a row credentials are brought: about half a minute with the usual pauses. */
    private static final int CREDENTIAL_REFUSALS = 8;

    private final TableApi api;
    private final TableSettings settings;
    private final SchemaSettings schema;
    private final Consumer<TableNews> news;
    private final Patience patience;
    private final Threads threads;
    private final Turns turns;
    private final Datasets datasets;
    private final Views views;
    private final UpdatePace pace = new UpdatePace();

    /**
     * How often and how long a question is tried.
     *
     * @param outage how long BigQuery may be unable to answer until that is an error, null for ever
     */
    public record Patience(Backoff backoff, @Nullable Duration outage, InstantSource clock, RandomGenerator random) {}

    /**
     * What this runs on, and owns from now on.
     *
     * @param timer one thread, which never waits for the network
     * @param calls as many threads as there are calls without an answer: this bounds them
     */
    public record Threads(ScheduledExecutorService timer, ExecutorService calls) {}

    /** @param news gets notices and one answer for each question, on any thread; must not wait */
    public Tables(
            Bigquery bigquery,
            TableSettings settings,
            SchemaSettings schema,
            Consumer<TableNews> news,
            Patience patience,
            Threads threads) {
        this.api = new TableApi(bigquery);
        this.settings = settings;
        this.schema = schema;
        this.news = news;
        this.patience = patience;
        this.threads = threads;
        this.turns = new Turns(threads, patience.clock());
        this.datasets = new Datasets(api, settings.dataset());
        this.views = new Views(api, this);
    }

    /** Asks. At most one question for a table should be open at a time: the answer to one settles most of the next. */
    public void ask(TableQuestion question) {
        turns.take(new Attempt(new Inquiry(question, this, api)));
    }

    /** Gives up what is unanswered. Posts nothing more. */
    @Override
    public void close() {
        threads.timer().shutdownNow();
        threads.calls().shutdownNow();
        try {
            threads.calls().awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes its turn after a pause. */
    @SuppressWarnings("FutureReturnValueIgnored") // a turn answers for all that can go wrong in it
    void later(Turns.Turn turn, Duration pause) {
        try {
            threads.timer().schedule(() -> turns.take(turn), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("closed");
        }
    }

    /** How long to wait after so many failures in a row. */
    Duration pauseAfter(int failures) {
        return patience.backoff().after(failures, patience.random());
    }

    /** One try of a question, which ends in its answer, or in another try. */
    private final class Attempt implements Turns.Turn {
        private final Inquiry inquiry;

        Attempt(Inquiry inquiry) {
            this.inquiry = inquiry;
        }

        @Override
        public boolean slow() {
            return inquiry.slow;
        }

        @Override
        public void run() {
            long start = patience.clock().millis();
            try {
                post(inquiry.answer());
            } catch (Inquiry.TryLater later) {
                later(new Attempt(inquiry), later.pause);
            } catch (IOException failed) {
                inquiry.slow = patience.clock().millis() - start >= SLOW_MS;
                failed(failed);
            } catch (ConnectException refused) {
                refuse(refused);
            } catch (RuntimeException | Error unexpected) { // whatever it is: somebody waits for the answer
                refused(unexpected);
            }
        }

        @Override
        public void refused(Throwable unexpected) {
            refuse(new ConnectException("table " + inquiry.table() + ": unexpected failure", unexpected));
        }

        private void failed(IOException failed) {
            if (failed instanceof GoogleJsonResponseException answer) {
                String reason = TableApi.reasonOf(answer);
                String found = answer.getStatusCode() + " " + reason;
                int refusals = inquiry.credentialsRefused(TableApi.isAboutCredentials(answer));
                if (TableApi.isPassing(answer) || (refusals > 0 && refusals < CREDENTIAL_REFUSALS)) {
                    repeat(found, failed);
                } else if (refusals > 0) {
                    refuse(new ConnectException(
                            "table " + inquiry.table() + ": BigQuery did not accept the connector's credentials "
                                    + refusals + " times in a row (" + found
                                    + "); look whether the account and its key of credentials.source still exist",
                            failed));
                } else {
                    String words = answer.getDetails() == null
                            ? ""
                            : ": " + answer.getDetails().getMessage();
                    refuse(new ConnectException(
                            "table " + inquiry.table() + ": BigQuery answered " + found + words, failed));
                }
            } else if (Retryability.of(failed) == Retryability.TRANSIENT) {
                repeat(
                        failed instanceof Inquiry.Unseen unseen
                                ? String.valueOf(unseen.getMessage())
                                : failed.getClass().getSimpleName(),
                        failed);
            } else {
                refuse(new ConnectException("table " + inquiry.table() + ": BigQuery could not be asked", failed));
            }
        }

        private void refuse(ConnectException error) {
            post(new TableNews.Refused(inquiry.table(), error));
        }

        private void repeat(String cause, IOException failed) {
            long now = patience.clock().millis();
            int failures = inquiry.failed(now);
            Duration outage = patience.outage();
            if (outage != null && inquiry.failingMs(now) >= outage.toMillis()) {
                refuse(new ConnectException(
                        "table " + inquiry.table() + ": BigQuery could not be asked within outage.timeout.ms="
                                + outage.toMillis() + ", last because of " + cause,
                        failed));
                return;
            }
            LOG.debug("asking again table={} cause={} failures={}", inquiry.table(), cause, failures);
            post(new TableNews.Late(inquiry.table(), cause));
            later(new Attempt(inquiry), pauseAfter(failures));
        }

        private void post(TableNews told) {
            if (!threads.calls().isShutdown()) {
                news.accept(told);
            }
        }
    }

    TableSettings settings() {
        return settings;
    }

    Datasets datasets() {
        return datasets;
    }

    Views views() {
        return views;
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
