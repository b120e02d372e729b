// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.ViewDefinition;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.table.design.CurrentStateView;
import io.millrace.connect.bigquery.table.design.GoogleSchema;
import io.millrace.connect.bigquery.table.design.TableDesign;
import io.millrace.connect.bigquery.table.design.TableLayout;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The current-state view over a changelog. A table's rows do not depend on its view: one that cannot be made or changed is
 * told once in the log and tried again, for as long as the task runs.
 */
final class CurrentStateViews implements ProvisioningStep {
    private static final Logger LOG = LoggerFactory.getLogger(CurrentStateViews.class);
    /** A refusal stands until somebody grants or changes something: so many longest pauses until it is tried again. */
    private static final int REFUSED_PAUSES = 5;

    private final TableApi api;
    private final TableSettings settings;
    private final CallQueue calls;
    private final RetryPolicy retry;
    private final UpdateRateLimiter updates;
    /** Views that are tried again by themselves. */
    private final Set<Destination> owed = ConcurrentHashMap.newKeySet();
    /** Those of them whose table has changed meanwhile. */
    private final Set<Destination> overtaken = ConcurrentHashMap.newKeySet();

    private final Set<Destination> told = ConcurrentHashMap.newKeySet();

    CurrentStateViews(
            TableApi api, TableSettings settings, CallQueue calls, RetryPolicy retry, UpdateRateLimiter updates) {
        this.api = api;
        this.settings = settings;
        this.calls = calls;
        this.retry = retry;
        this.updates = updates;
    }

    /** Makes or changes the view over a table, or sees to it that this is tried again. */
    @Override
    public void take(TableInProgress table) {
        Table live = table.live();
        if (live != null && table.layout().view().create() && !isOwed(table.table())) {
            tryOnce(new Owed(table.question(), !table.changes().isEmpty()), live, table.changes());
        }
    }

    /** Whether it is tried again by itself, which then happens once more: the table may have changed since it was read. */
    private synchronized boolean isOwed(Destination table) {
        boolean isOwed = owed.contains(table);
        if (isOwed) {
            overtaken.add(table);
        }
        return isOwed;
    }

    private synchronized boolean isDone(Destination table) {
        boolean isDone = !overtaken.remove(table);
        if (isDone) {
            owed.remove(table);
        }
        return isDone;
    }

    private void tryOnce(Owed work, Table live, List<String> changes) {
        try {
            make(work, live, changes);
            if (!isDone(work.table)) {
                work.stale = true;
                again(work, Duration.ZERO);
            }
            if (work.failures > 0) {
                told.remove(work.table);
            }
        } catch (TryLater later) {
            again(work, later.pause);
        } catch (IOException | RuntimeException failed) {
            failed(work, failed);
        }
    }

    private void failed(Owed work, Exception failed) {
        work.failures++;
        work.stale = true;
        boolean passing = failed instanceof GoogleJsonResponseException refused
                ? TableApi.isPassing(refused)
                : failed instanceof IOException;
        if (told.add(work.table)) {
            LOG.warn(
                    "no current-state view yet, which is tried again; rows are written meanwhile. It needs"
                            + " bigquery.tables.getData on the table and bigquery.tables.create table={} cause={}",
                    work.table,
                    causeOf(failed));
        }
        Duration longest = retry.pauseAfter(Integer.MAX_VALUE);
        again(work, passing ? retry.pauseAfter(work.failures) : longest.multipliedBy(REFUSED_PAUSES));
    }

    private static String causeOf(Exception failed) {
        if (failed instanceof GoogleJsonResponseException refused) {
            return refused.getStatusCode() + " " + TableApi.reasonOf(refused);
        }
        return failed instanceof ConnectException
                ? String.valueOf(failed.getMessage())
                : failed.getClass().getSimpleName();
    }

    private void again(Owed work, Duration pause) {
        owed.add(work.table);
        calls.addLater(work, pause);
    }

    private void make(Owed work, Table live, List<String> changes) throws IOException, TryLater {
        if (CurrentStateView.isRefusedOver(live)) {
            if (told.add(work.table)) {
                LOG.warn("no view, because the table requires a partition filter of its queries table={}", work.table);
            }
            return;
        }
        TableShape shape = GoogleSchema.shapeOf(live.getSchema());
        Optional<String> obstacle = CurrentStateView.obstacle(shape).or(() -> CurrentStateView.lack(shape, work.key));
        Optional<String> query = obstacle.isPresent()
                ? Optional.empty()
                : CurrentStateView.query(
                        work.table, shape, work.key, viewOf(work.table).placeholder());
        if (query.isEmpty()) {
            if (!work.ahead && told.add(work.table)) {
                LOG.warn("no view table={} reason={}", work.table, obstacle.orElse(""));
            }
            return;
        }
        Destination name = nameOf(work.table);
        Table design = new Table()
                .setTableReference(TableDesign.reference(name))
                .setView(new ViewDefinition().setQuery(query.get()).setUseLegacySql(false));
        Table view = api.get(name);
        if (view == null) {
            ensure(api.create(name, design));
            changes.add("created view " + name.table());
            LOG.info("view created view={}", name);
        } else if (view.getView() == null || !view.getView().getQuery().startsWith(CurrentStateView.MARK)) {
            if (told.add(work.table)) {
                LOG.warn("view left alone, it is not ours view={}", name);
            }
        } else if (work.stale
                || !shows(view, shape)
                || !view.getView().getQuery().equals(query.get())) {
            // A view keeps the columns it was made with; the same query again picks up those that were added since.
            updates.take(name);
            ensure(api.patch(name, design, view.getEtag()));
        }
    }

    /** Whether it has the table's columns, but for those that tell of changes: an answer about the last one may be lost. */
    private static boolean shows(Table view, TableShape shape) {
        return shows(GoogleSchema.shapeOf(view.getSchema()).columns(), shape.columns());
    }

    private static boolean shows(List<Column> shown, List<Column> columns) {
        return columns.stream()
                .filter(column -> !column.name().startsWith("__"))
                .allMatch(column -> shown.stream()
                        .anyMatch(other -> other.name().equalsIgnoreCase(column.name())
                                && shows(other.fields(), column.fields())));
    }

    /** Another was faster: what it made is read again. */
    private static void ensure(@Nullable Table made) throws TryLater {
        if (made == null) {
            throw new TryLater(Duration.ofMillis(50));
        }
    }

    private TableLayout.View viewOf(Destination table) {
        return settings.layoutOf(table.table()).view();
    }

    private Destination nameOf(Destination table) {
        String name = viewOf(table).name();
        return new Destination(table.project(), table.dataset(), name.replace("${table}", table.table()));
    }

    /** A view that has to be tried again. */
    private final class Owed implements CallQueue.Call {
        private final Destination table;
        private final List<String> key;
        /** Whether there is no record yet, which may bring what the view needs. */
        private final boolean ahead;
        /** Whether the table has columns that the view may not have. */
        private boolean stale;

        private int failures;

        Owed(TableQuestion question, boolean stale) {
            this.table = question.table();
            this.key = question.key();
            this.ahead = question.existing() == TableQuestion.Existing.STAYS;
            this.stale = stale;
        }

        @Override
        public boolean slow() {
            return true; // nobody waits for it
        }

        @Override
        public void run() {
            try {
                Table live = api.get(table);
                if (live == null) {
                    owed.remove(table); // the view comes back with its table
                } else {
                    tryOnce(this, live, new ArrayList<>());
                }
            } catch (IOException | RuntimeException failed) {
                failed(this, failed);
            } catch (Error unexpected) { // rows are written all the same; the next question about the table tries again
                refused(unexpected);
            }
        }

        @Override
        public void refused(Throwable cause) {
            owed.remove(table);
            LOG.warn("no current-state view for now table={}", table, cause);
        }
    }
}
