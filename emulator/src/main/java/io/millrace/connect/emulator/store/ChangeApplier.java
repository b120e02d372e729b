// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.services.bigquery.model.TableFieldSchema;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Change data capture on one keyed table. A side table remembers each key's last sequence number, deletes for two
 * days, so that what arrives late loses.
 */
final class ChangeApplier {
    private static final Duration DELETES_REMEMBERED = Duration.ofDays(2);
    private static final String BATCH = "change_batch";

    private final StoredTable table;
    private final List<TableFieldSchema> keyFields;
    private final String side;

    private record Winner(Change change, @Nullable String sequence) {
        /** Without sequence numbers the later arrival wins. */
        boolean losesTo(@Nullable String other) {
            return other == null || sequence == null || other.compareTo(sequence) >= 0;
        }
    }

    ChangeApplier(StoredTable table) {
        this.table = table;
        this.side = sideTable(table.name());
        this.keyFields = new ArrayList<>();
        for (String column : table.primaryKey()) {
            TableFieldSchema field = FieldType.find(table.fields(), column);
            if (field != null) {
                keyFields.add(field);
            }
        }
    }

    static String sideTable(TableName name) {
        return Identifier.schema(name.inDataset()) + "."
                + Identifier.quote(Identifier.physical(name.table()) + "$changes");
    }

    void apply(DuckDBConnection connection, List<Change> changes, Instant now) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS " + side
                    + " (k VARCHAR, sequence VARCHAR, deleted BOOLEAN, changed TIMESTAMPTZ)");
            Map<String, Winner> winners = latestPerKey(changes);
            statement.execute("CREATE OR REPLACE TEMP TABLE " + BATCH + "_keys (k VARCHAR)");
            try (DuckDBAppender keys = connection.createAppender(BATCH + "_keys")) {
                for (String key : winners.keySet()) {
                    keys.beginRow();
                    keys.append(key);
                    keys.endRow();
                }
                keys.flush();
            }
            dropLate(statement, winners);
            replaceRows(connection, statement, winners);
            remember(connection, statement, winners, now);
        }
    }

    private Map<String, Winner> latestPerKey(List<Change> changes) {
        Map<String, Winner> winners = new LinkedHashMap<>();
        for (Change change : changes) {
            String sequence = change.sequence() == null ? null : ChangeSequence.sortable(change.sequence());
            String key = key(change);
            Winner before = winners.get(key);
            if (before == null || before.losesTo(sequence)) {
                winners.put(key, new Winner(change, sequence));
            }
        }
        return winners;
    }

    /** Forgets the changes that are older than what the side table has seen. */
    private void dropLate(Statement statement, Map<String, Winner> winners) throws SQLException {
        Map<String, String> known = new HashMap<>();
        try (ResultSet rows = statement.executeQuery("SELECT k, sequence FROM " + side + " SEMI JOIN " + BATCH
                + "_keys USING (k) WHERE sequence IS NOT NULL")) {
            while (rows.next()) {
                known.put(rows.getString(1), rows.getString(2));
            }
        }
        winners.entrySet().removeIf(entry -> {
            String stored = known.get(entry.getKey());
            String arrived = entry.getValue().sequence();
            return stored != null && arrived != null && arrived.compareTo(stored) < 0;
        });
    }

    private void replaceRows(DuckDBConnection connection, Statement statement, Map<String, Winner> winners)
            throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> equal = new ArrayList<>();
        for (TableFieldSchema field : keyFields) {
            String name = Identifier.quote(field.getName());
            names.add(name);
            equal.add("t." + name + " IS NOT DISTINCT FROM b." + name);
        }
        String target = Identifier.table(table.name());
        statement.execute("CREATE OR REPLACE TEMP TABLE " + BATCH + " AS SELECT " + String.join(", ", names) + " FROM "
                + target + " LIMIT 0");
        List<Map<String, @Nullable Object>> keys = new ArrayList<>();
        List<Map<String, @Nullable Object>> upserts = new ArrayList<>();
        for (Winner winner : winners.values()) {
            keys.add(winner.change().row());
            if (winner.change().kind() == Change.Kind.UPSERT) {
                upserts.add(winner.change().row());
            }
        }
        new RowWriter(null, BATCH, keyFields).write(connection, keys);
        statement.execute(
                "DELETE FROM " + target + " AS t USING " + BATCH + " AS b WHERE " + String.join(" AND ", equal));
        new RowWriter(
                        Identifier.physical(table.name().inDataset().toString()),
                        Identifier.physical(table.name().table()),
                        table.fields())
                .write(connection, upserts);
    }

    private void remember(DuckDBConnection connection, Statement statement, Map<String, Winner> winners, Instant now)
            throws SQLException {
        statement.execute("CREATE OR REPLACE TEMP TABLE " + BATCH
                + "_side (k VARCHAR, sequence VARCHAR, deleted BOOLEAN, changed TIMESTAMPTZ)");
        try (DuckDBAppender rows = connection.createAppender(BATCH + "_side")) {
            for (Map.Entry<String, Winner> entry : winners.entrySet()) {
                rows.beginRow();
                rows.append(entry.getKey());
                rows.append(entry.getValue().sequence());
                rows.append(entry.getValue().change().kind() == Change.Kind.DELETE);
                rows.append(now.atOffset(ZoneOffset.UTC));
                rows.endRow();
            }
            rows.flush();
        }
        statement.execute("DELETE FROM " + side + " AS s USING " + BATCH + "_side AS b WHERE s.k = b.k");
        statement.execute("INSERT INTO " + side + " SELECT * FROM " + BATCH + "_side");
        try (PreparedStatement forget =
                connection.prepareStatement("DELETE FROM " + side + " WHERE deleted AND changed < ?")) {
            forget.setObject(1, now.minus(DELETES_REMEMBERED).atOffset(ZoneOffset.UTC));
            forget.execute();
        }
    }

    /** The key as one text, each part with its length so that parts cannot run into each other. */
    private String key(Change change) {
        StringBuilder key = new StringBuilder();
        for (TableFieldSchema field : keyFields) {
            Object value = change.row().get(field.getName());
            String text = value instanceof BigDecimal number
                    ? number.stripTrailingZeros().toPlainString()
                    : String.valueOf(value);
            key.append(value == null ? "-" : Integer.toString(text.length())).append(':');
            key.append(value == null ? "" : text);
        }
        return key.toString();
    }
}
