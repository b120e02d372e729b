// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.services.bigquery.Bigquery;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Answers questions about tables, creating and changing what has to be. Asking never waits; the one answer to each
 * question is posted, however long BigQuery is away meanwhile, and so is whatever ends a try: an Error is an answer too.
 */
public final class Tables implements AutoCloseable {
    private static final long CLOSE_MS = 2_000;

    private final TableSettings settings;
    private final Consumer<TableNews> news;
    private final TableRetries retries;
    private final TableThreads threads;
    private final CallQueue calls;
    private final TableProvisioning provisioning;

    /** @param news gets notices and one answer for each question, on any thread; must not wait */
    public Tables(
            Bigquery bigquery,
            TableSettings settings,
            SchemaSettings schema,
            Consumer<TableNews> news,
            TableRetries retries,
            TableThreads threads) {
        this.settings = settings;
        this.news = news;
        this.retries = retries;
        this.threads = threads;
        this.calls = new CallQueue(threads, retries.policy().clock());
        this.provisioning = provisioning(new TableApi(bigquery), schema);
    }

    /** What tables need, each step in its place. */
    private TableProvisioning provisioning(TableApi api, SchemaSettings schema) {
        RetryPolicy policy = retries.policy();
        UpdateRateLimiter updates = new UpdateRateLimiter(policy.clock());
        return new TableProvisioning(
                api,
                List.of(
                        new DatasetAccess(api, settings.dataset()),
                        new TableCreation(api, policy.clock()),
                        new DatasetCreation(api, settings.dataset())),
                List.of(
                        new TableKind(),
                        new TypeWidening(api, schema, updates),
                        new TableGrowth(api, schema, updates),
                        new PrimaryKeyStep(api, updates),
                        new CurrentStateViews(api, settings, calls, policy, updates)));
    }

    /** Asks. At most one question for a table should be open at a time: the answer to one settles most of the next. */
    public void ask(TableQuestion question) {
        TableInProgress table =
                new TableInProgress(question, settings.layoutOf(question.table().table()));
        calls.add(new ProvisioningCall(table, provisioning, calls, retries, this::post));
    }

    private void post(TableNews told) {
        if (!threads.calls().isShutdown()) {
            news.accept(told);
        }
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
}
