// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.bigquery.model.Table;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.SchemaDiff;
import io.millrace.connect.bigquery.table.TableQuestion.Existing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One question about one table, as often as it has to be tried. Several tasks and connectors may ask for the same table at
 * once: whoever loses a race reads again, and finds that what it wanted is there or that less is missing.
 */
final class Inquiry {
    private static final Logger LOG = LoggerFactory.getLogger(Inquiry.class);
    private static final int NOT_FOUND = 404;

    private final TableQuestion question;
    private final Tables tables;
    private final TableApi api;
    private final TableLayout layout;
    private final List<String> changes = new ArrayList<>();
    /** Since when it has to be repeated, in ms. */
    private long failingSinceMs;

    private int failures;
    private int credentialRefusals;
    /** Whether the last call took so long that others should not wait for the next. */
    boolean slow;

    private boolean datasetCreated;
    private boolean overtaken;

    Inquiry(TableQuestion question, Tables tables, TableApi api) {
        this.question = question;
        this.tables = tables;
        this.api = api;
        this.layout = tables.settings().layoutOf(question.table().table());
    }

    Destination table() {
        return question.table();
    }

    /**
     * It has to be repeated.
     *
     * @return how often it had to be
     */
    int failed(long nowMs) {
        if (failures == 0) {
            failingSinceMs = nowMs; // before, it waited for its turn or was answered: nobody's outage
        }
        return ++failures;
    }

    /**
     * It was refused, because of the credentials or otherwise.
     *
     * @return how often in a row it was because of them
     */
    int credentialsRefused(boolean refused) {
        credentialRefusals = refused ? credentialRefusals + 1 : 0;
        return credentialRefusals;
    }

    /** For how long it has been repeated. */
    long failingMs(long nowMs) {
        return nowMs - failingSinceMs;
    }

    /**
     * Tries to answer.
     *
     * @throws TryLater if the table's pace of updates or another's change forbids it now
     * @throws ConnectException if the table is missing and may not or cannot be created
     */
    TableNews answer() throws IOException, TryLater {
        Table live = api.get(table());
        if (live == null) {
            TableShape wanted = question.wanted();
            if (wanted == null) {
                return new TableNews.Gone(table());
            }
            live = create(wanted);
        }
        if (question.existing() == Existing.STAYS && changes.isEmpty()) {
            return ready(live);
        }
        refuseViews(live);
        if (question.existing() == Existing.GROWS) {
            live = grow(live);
        }
        if (layout.view().create()) {
            tables.views().show(question, live, changes);
        }
        return ready(live);
    }

    private TableNews ready(Table live) {
        Instant created = live.getCreationTime() == null ? null : Instant.ofEpochMilli(live.getCreationTime());
        return new TableNews.Ready(
                table(), GoogleSchema.shapeOf(live.getSchema()), live.getLocation(), created, changes);
    }

    private void refuseViews(Table live) {
        if (live.getType() != null && !live.getType().equals("TABLE")) {
            throw new ConnectException("table " + table() + " is a " + live.getType()
                    + ", and only tables can be written to; choose another name by table or topic.to.table.map");
        }
    }

    private Table create(TableShape wanted) throws IOException, TryLater {
        if (!layout.create()) {
            throw new ConnectException("table " + table() + " does not exist and table.create=false; create it, or set"
                    + " table.create=true, or table." + table().table() + ".create=true for this one");
        }
        TableDesign design = new TableDesign(table(), layout);
        Table created = createWithDataset(design.of(wanted, tables.now()));
        if (created == null) {
            if (overtaken) {
                throw new Unseen("the table"); // said to be there, and not there
            }
            overtaken = true;
            throw new TryLater(Duration.ZERO); // another was faster: read what it made
        }
        changes.add("created");
        design.omitted().forEach(omitted -> LOG.warn("table={} is made without {}", table(), omitted));
        LOG.info("table created table={} columns={}", table(), wanted.columns().size());
        return created;
    }

    private @Nullable Table createWithDataset(Table design) throws IOException, TryLater {
        Datasets datasets = tables.datasets();
        if (!datasets.finish(table()) && datasetCreated) {
            throw new Unseen("the dataset");
        }
        try {
            return api.create(table(), design);
        } catch (GoogleJsonResponseException refused) {
            if (refused.getStatusCode() != NOT_FOUND) {
                throw refused;
            }
        }
        if (datasetCreated) {
            throw new Unseen("the dataset"); // it is not at once seen by every part of BigQuery
        }
        datasets.create(table());
        datasetCreated = true;
        throw new TryLater(Duration.ZERO);
    }

    /** Adds what is missing, if that is possible; if it is not, the difference tells the task. */
    private Table grow(Table live) throws IOException, TryLater {
        if (question.wanted() == null) {
            return live;
        }
        SchemaDiff.@Nullable Growth growth = tables.growth(GoogleSchema.shapeOf(live.getSchema()), question.wanted());
        if (growth == null) {
            return live;
        }
        List<String> unwritable = GoogleSchema.unwritable(live.getSchema(), growth.union());
        if (!unwritable.isEmpty()) {
            throw new ConnectException("table " + table() + ": column " + String.join(", column ", unwritable)
                    + ", which the sink does not write; drop the field with a transform, or write to another table");
        }
        tables.takeUpdate(table());
        Table change = new Table()
                .setSchema(new GoogleSchema(layout.options().policyTags()).grown(live.getSchema(), growth.union()));
        Table grown = api.patch(table(), change, live.getEtag());
        if (grown == null) {
            throw new TryLater(Duration.ofMillis(50)); // changed by another since it was read
        }
        changes.addAll(growth.changes());
        LOG.info("table changed table={} changes={}", table(), growth.changes());
        return grown;
    }

    /** What was created is not seen yet: a passing failure. */
    static final class Unseen extends IOException {
        private static final long serialVersionUID = 1L;

        Unseen(String what) {
            super(what + " was made and is not seen yet");
        }
    }

    /** Not now: tried again after the pause, which does not count as a failure. */
    static final class TryLater extends Exception {
        private static final long serialVersionUID = 1L;

        final Duration pause;

        TryLater(Duration pause) {
            super(null, null, false, false);
            this.pause = pause;
        }
    }
}
