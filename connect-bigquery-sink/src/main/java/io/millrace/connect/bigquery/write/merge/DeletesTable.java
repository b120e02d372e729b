// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import com.google.api.client.http.HttpResponseException;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableSchema;
import com.google.api.services.bigquery.model.TimePartitioning;
import io.millrace.connect.bigquery.model.Destination;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The table beside a table in which it is remembered which of its rows were deleted. */
final class DeletesTable {
    private static final int MISSING = 404;
    /**
     * Beyond what it remembers. A dataset may say when tables that say nothing go, an hour after they were made at the
     * least (…/docs/reference/rest/v2/datasets, defaultTableExpirationMs, 2026-11).
     */
    private static final Duration LASTS = Duration.ofDays(3650);

    private final Destination table;
    private final MergeDesk desk;

    /** @param table whose rows they are */
    DeletesTable(Destination table, MergeDesk desk) {
        this.table = table;
        this.desk = desk;
    }

    Destination name() {
        return desk.names.deletes(table);
    }

    /**
     * Makes it, unless it is there. Made for another key it says nothing of rows as they are now.
     *
     * @return false where a table of somebody else has that name
     */
    boolean ensure(Target target) throws IOException {
        Duration kept = desk.settings.deletesKept();
        Table wanted = new Table()
                .setSchema(new TableSchema().setFields(target.deletes()))
                .setTimePartitioning(new TimePartitioning()
                        .setType("DAY")
                        .setField(MergeSql.DELETED_AT)
                        .setExpirationMs(kept == null ? null : kept.toMillis()))
                .setExpirationTime(desk.now()
                        + LASTS.plus(kept == null ? Duration.ZERO : kept).toMillis())
                .setDescription("Which rows of " + table + " were deleted, so that an older change does not"
                        + " bring them back; kept by Millrace")
                .setEncryptionConfiguration(target.encryption());
        try {
            Table there = desk.api.table(name());
            if (columns(there).equals(columns(wanted))) {
                return true;
            }
            if (!wanted.getDescription().equals(there.getDescription())) {
                return false;
            }
            desk.api.drop(name());
        } catch (HttpResponseException refused) {
            if (refused.getStatusCode() != MISSING) {
                throw refused;
            }
        }
        desk.api.make(name(), wanted);
        return true;
    }

    private static List<String> columns(Table table) {
        TableSchema schema = table.getSchema();
        return schema == null || schema.getFields() == null
                ? List.of()
                : schema.getFields().stream()
                        .map(field -> field.getName() + " " + Target.typeOf(field))
                        .sorted()
                        .toList();
    }
}
