// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.services.bigquery.model.Table;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.table.design.GoogleSchema;
import io.millrace.connect.bigquery.table.design.TableLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A question about a table, and what is known and was done about it, from one try to the next. One thread at a time. */
final class TableInProgress {
    private final TableQuestion question;
    private final TableLayout layout;
    private final List<String> changes = new ArrayList<>();
    private @Nullable Table live;
    private boolean datasetCreated;
    private boolean overtaken;

    TableInProgress(TableQuestion question, TableLayout layout) {
        this.question = question;
        this.layout = layout;
    }

    Destination table() {
        return question.table();
    }

    TableQuestion question() {
        return question;
    }

    TableLayout layout() {
        return layout;
    }

    /** The table as it is; null if it is missing, or while that is not known. */
    @Nullable
    Table live() {
        return live;
    }

    /** It was read, or answered to a change. */
    void is(@Nullable Table found) {
        live = found;
    }

    /** What was created or changed, for people. */
    List<String> changes() {
        return changes;
    }

    /** Whether its dataset was made here, in this try or in one before. */
    boolean datasetCreated() {
        return datasetCreated;
    }

    void madeDataset() {
        datasetCreated = true;
    }

    /**
     * Another was faster to make the table.
     *
     * @return whether that was so before
     */
    boolean overtake() {
        boolean before = overtaken;
        overtaken = true;
        return before;
    }

    TableShape shape(Table found) {
        return GoogleSchema.shapeOf(found.getSchema());
    }

    TableNews.Ready ready(Table found) {
        Instant created = found.getCreationTime() == null ? null : Instant.ofEpochMilli(found.getCreationTime());
        return new TableNews.Ready(table(), shape(found), found.getLocation(), created, changes);
    }
}
