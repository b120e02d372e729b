// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import io.millrace.connect.it.SourceDatabase.Kind;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Inserts, updates, moved keys and deletes in transactions of a few statements, some of them rolled back; by a seed. Keys
 * are few, so that each has a history. One thread at a time.
 */
final class RandomChanges implements AutoCloseable {

    private static final int LONGEST_TRANSACTION = 8;
    private static final int LARGE = 6_000;

    private final SourceDatabase database;
    private final Connection connection;
    private final List<MirroredTable> tables;
    private final Random random;
    private final int keys;
    private final Map<String, Set<List<Object>>> rows = new HashMap<>();

    /** @param keys how many there are of a table */
    RandomChanges(SourceDatabase database, List<MirroredTable> tables, int keys, long seed) throws SQLException {
        this.database = database;
        this.connection = database.connect();
        this.tables = tables;
        this.random = new Random(seed);
        this.keys = keys;
        for (MirroredTable table : tables) {
            rows.put(table.name(), new HashSet<>());
            for (String statement : table.ddl(database)) {
                execute(statement);
            }
        }
        connection.setAutoCommit(false);
    }

    /** Commits so many changes of rows. */
    void run(int changes) throws SQLException {
        int committed = 0;
        while (committed < changes) {
            Map<String, Set<List<Object>>> before = new HashMap<>();
            rows.forEach((table, existing) -> before.put(table, new HashSet<>(existing)));
            int length = 1 + random.nextInt(LONGEST_TRANSACTION);
            for (int i = 0; i < length; i++) {
                change(tables.get(random.nextInt(tables.size())));
            }
            if (random.nextInt(10) == 0) {
                connection.rollback();
                rows.putAll(before);
            } else {
                connection.commit();
                committed += length;
            }
        }
    }

    /** A table gets a column, in a transaction of its own. */
    void grow(MirroredTable table, String column, Kind kind, String constraint) throws SQLException {
        execute("ALTER TABLE " + table.name() + " ADD COLUMN " + column + " " + database.sqlType(kind) + " "
                + constraint);
        connection.commit();
        table.grow(column, kind, constraint.isEmpty());
    }

    /** All rows of a table at once. */
    void truncate(MirroredTable table) throws SQLException {
        execute("TRUNCATE TABLE " + table.name());
        connection.commit();
        existing(table).clear();
    }

    private void change(MirroredTable table) throws SQLException {
        Set<List<Object>> existing = existing(table);
        List<Object> one = key(table);
        int kind = random.nextInt(20);
        if (!existing.contains(one)) {
            insert(table, one);
            existing.add(one);
        } else if (kind < 4) {
            write("DELETE FROM " + table.name() + where(table), one);
            existing.remove(one);
        } else if (kind < 6) {
            List<Object> other = key(table);
            if (existing.add(other)) {
                move(table, one, other);
                existing.remove(one);
            }
        } else {
            update(table, one);
        }
    }

    private Set<List<Object>> existing(MirroredTable table) {
        return rows.computeIfAbsent(table.name(), unused -> new HashSet<>());
    }

    private List<Object> key(MirroredTable table) {
        List<Object> key = new ArrayList<>();
        for (Kind kind : table.key().values()) {
            key.add(kind == Kind.CODE ? "r" + random.nextInt(4) : (Object) (1L + random.nextInt(keys)));
        }
        return key;
    }

    private void insert(MirroredTable table, List<Object> key) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(key);
        table.otherColumns().forEach(column -> values.add(value(table, column)));
        String marks = values.stream().map(value -> "?").collect(Collectors.joining(", "));
        write(
                "INSERT INTO " + table.name() + " (" + String.join(", ", table.allColumns()) + ") VALUES (" + marks
                        + ")",
                values);
    }

    private void move(MirroredTable table, List<Object> from, List<Object> to) throws SQLException {
        List<String> columns = new ArrayList<>(table.keyColumns());
        List<@Nullable Object> values = new ArrayList<>(to);
        for (String column : table.otherColumns()) {
            // What is neither sent by the new key nor was by it before, nobody can know
            if (table.kindOf(column) == Kind.BODY) {
                columns.add(column);
                values.add(value(table, column));
            }
        }
        values.addAll(from);
        write("UPDATE " + table.name() + set(columns) + where(table), values);
    }

    private void update(MirroredTable table, List<Object> key) throws SQLException {
        List<String> columns = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        for (String column : table.otherColumns()) {
            // A large value is left alone by most changes
            if (random.nextInt(table.kindOf(column) == Kind.BODY ? 6 : 2) == 0) {
                columns.add(column);
                values.add(value(table, column));
            }
        }
        if (!columns.isEmpty()) {
            values.addAll(key);
            write("UPDATE " + table.name() + set(columns) + where(table), values);
        }
    }

    private static String set(List<String> columns) {
        return columns.stream().map(column -> column + " = ?").collect(Collectors.joining(", ", " SET ", ""));
    }

    private static String where(MirroredTable table) {
        return table.keyColumns().stream()
                .map(column -> column + " = ?")
                .collect(Collectors.joining(" AND ", " WHERE ", ""));
    }

    private @Nullable Object value(MirroredTable table, String column) {
        if (table.mayBeNull(column) && random.nextInt(8) == 0) {
            return null;
        }
        return switch (table.kindOf(column)) {
            case ID -> (long) random.nextInt(1_000_000);
            case CODE -> "r" + random.nextInt(4);
            case TEXT -> "text " + random.nextInt(1_000_000) + " ✓";
            case AMOUNT -> BigDecimal.valueOf(random.nextInt(100_000_000) - 50_000_000L, 2);
            case RATIO -> (random.nextInt(2_000_000) - 1_000_000) / 64.0;
            case FLAG -> random.nextBoolean();
            case DAY -> LocalDate.of(1970, 1, 1).plusDays(random.nextInt(30_000));
            case MOMENT ->
                LocalDateTime.of(1990, 1, 1, 0, 0)
                        .plusSeconds(random.nextInt(1_500_000_000))
                        .plusNanos(1_000L * random.nextInt(1_000_000));
            case BODY ->
                random.ints(LARGE, ' ', '~')
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
        };
    }

    private void write(String sql, List<? extends @Nullable Object> values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException(sql + ": no such row");
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
