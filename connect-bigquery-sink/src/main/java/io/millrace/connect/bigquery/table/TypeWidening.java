// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.bigquery.model.Table;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.SchemaComparison;
import io.millrace.connect.bigquery.schema.SchemaDiff;
import io.millrace.connect.bigquery.schema.SchemaEvolution;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wider types for columns that records need wider: by a statement, since {@code tables.patch} changes no type. Of top-level
 * columns alone, and not while rows are streamed into the table (GoogleSQL, ALTER COLUMN SET DATA TYPE, 2026-08).
 */
final class TypeWidening implements ProvisioningStep {
    private static final Logger LOG = LoggerFactory.getLogger(TypeWidening.class);
    private static final int BAD_REQUEST = 400;
    private static final Duration READ_AGAIN = Duration.ofMillis(50);
    private static final Duration STILL_RUNNING = Duration.ofSeconds(1);

    private final TableApi api;
    private final SchemaSettings schema;
    private final UpdateRateLimiter updates;

    TypeWidening(TableApi api, SchemaSettings schema, UpdateRateLimiter updates) {
        this.api = api;
        this.schema = schema;
        this.updates = updates;
    }

    /** One column's. */
    private record Widening(String column, String from, String to) {
        String clause() {
            return "ALTER COLUMN `" + column + "` SET DATA TYPE " + to;
        }

        @Override
        public String toString() {
            return "widen " + column + " from " + from + " to " + to;
        }
    }

    @Override
    public void take(TableInProgress table) throws IOException, TryLater {
        Table live = table.live();
        TableShape wanted = table.question().wanted();
        if (live == null
                || wanted == null
                || table.question().existing() != TableQuestion.Existing.GROWS
                || !schema.allows(SchemaEvolution.WIDEN_TYPES)) {
            return;
        }
        TableShape shape = table.shape(live);
        TableShape known = table.question().known();
        if (known != null && !known.equals(shape)) {
            return; // somebody else has changed it: what records need of it is not known
        }
        List<Widening> widenings = widenings(shape, wanted);
        if (!widenings.isEmpty()) {
            updates.take(table.table());
            alter(table, live, widenings);
        }
    }

    private List<Widening> widenings(TableShape live, TableShape wanted) {
        SchemaDiff.@Nullable Growth growth = SchemaComparison.between(live, wanted, schema)
                .<SchemaDiff.@Nullable Growth>fold(() -> null, found -> found, impossible -> null);
        List<Widening> widenings = new ArrayList<>();
        if (growth != null) {
            List<Column> grown = growth.union().columns(); // the live ones come first, in their order
            for (int i = 0; i < live.columns().size(); i++) {
                String before = type(live.columns().get(i));
                String after = type(grown.get(i));
                if (!before.equals(after)) {
                    widenings.add(new Widening(live.columns().get(i).name(), before, after));
                }
            }
        }
        return widenings;
    }

    private static String type(Column column) {
        return column.type() + column.limits().toString();
    }

    private void alter(TableInProgress table, Table live, List<Widening> widenings) throws IOException, TryLater {
        String statement = "ALTER TABLE `" + table.table() + "` "
                + String.join(", ", widenings.stream().map(Widening::clause).toList());
        boolean done;
        try {
            done = api.run(table.table(), live.getLocation(), statement);
        } catch (GoogleJsonResponseException refused) {
            Table now = api.get(table.table());
            if (now == null || !table.shape(now).equals(table.shape(live))) {
                throw new TryLater(READ_AGAIN); // another was faster
            }
            if (refused.getStatusCode() == BAD_REQUEST) {
                throw refusal(table, widenings, refused);
            }
            throw refused;
        }
        Table widened = done ? api.get(table.table()) : null;
        if (widened == null) {
            throw new TryLater(done ? READ_AGAIN : STILL_RUNNING);
        }
        table.is(widened);
        widenings.forEach(widening -> table.changes().add(widening.toString()));
        LOG.info("table changed table={} changes={}", table.table(), widenings);
    }

    private static ConnectException refusal(
            TableInProgress table, List<Widening> widenings, GoogleJsonResponseException refused) {
        return new ConnectException(
                "table " + table.table() + ": BigQuery does not "
                        + String.join(
                                ", ", widenings.stream().map(Widening::toString).toList()) + " ("
                        + TableApi.reasonOf(refused)
                        + "). It changes no type while rows are streamed into a table, nor usually within five hours"
                        + " after; stop what streams into it and wait, change the column yourself, or set"
                        + " schema.evolution without widen-types",
                refused);
    }
}
