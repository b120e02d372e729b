// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.walkthrough;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A small shop's database, and what happens in it. It counts what it changes: each row inserted, updated or deleted is
 * one change that must arrive.
 */
final class Shop {

    private final Connection database;
    private final Map<String, Long> changes = new LinkedHashMap<>();

    Shop(Connection database) {
        this.database = database;
    }

    /** Changes so far by table, oldest table first. */
    Map<String, Long> changes() {
        return Collections.unmodifiableMap(changes);
    }

    /** The state before anybody listens: the source's snapshot reads it. */
    void open() throws SQLException {
        alter("""
                CREATE TABLE customers (
                  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                  name text NOT NULL,
                  email text NOT NULL,
                  card_number text,
                  notes text,
                  vip boolean NOT NULL DEFAULT false,
                  joined_on date NOT NULL)""");
        alter("""
                CREATE TABLE orders (
                  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                  customer_id bigint NOT NULL REFERENCES customers,
                  total numeric(12,2) NOT NULL,
                  status text NOT NULL,
                  items jsonb NOT NULL,
                  tags text[],
                  placed_at timestamptz NOT NULL)""");
        change("customers", """
                INSERT INTO customers (name, email, card_number, notes, vip, joined_on)
                SELECT (ARRAY['Ada','Grace','Edsger','Barbara','Niklaus','Frances'])[1 + i % 6] || ' No. ' || i,
                       'customer' || i || '@example.com',
                       '411111111111' || lpad(i::text, 4, '0'),
                       CASE WHEN i % 3 = 0 THEN 'call (415) 555-' || lpad(i::text, 4, '0') || ' before noon' END,
                       i % 10 = 0,
                       date '2024-02-28' + i
                FROM generate_series(1, 500) AS i""");
        change("orders", order("generate_series(1, 2000)"));
    }

    /** New rows while the pipeline runs. */
    void sell() throws SQLException {
        change("orders", order("generate_series(2001, 3000)"));
    }

    /** Rows change, some of them twice. */
    void amend() throws SQLException {
        change("orders", "UPDATE orders SET status = 'paid' WHERE id % 4 = 0");
        change("orders", "UPDATE orders SET status = 'shipped', total = total + 4.99 WHERE id % 8 = 0");
        change("customers", "UPDATE customers SET vip = true, notes = NULL WHERE id % 25 = 0");
    }

    /** Rows go. */
    void cancel() throws SQLException {
        change("orders", "DELETE FROM orders WHERE id % 50 = 7");
    }

    /** A column that BigQuery has never seen. */
    void addColumn() throws SQLException {
        alter("ALTER TABLE customers ADD COLUMN loyalty_points integer");
        change("customers", "UPDATE customers SET loyalty_points = (id * 7 % 300)::integer WHERE id % 5 = 0");
        change("customers", """
                INSERT INTO customers (name, email, joined_on, loyalty_points)
                VALUES ('Zoë Nuñez', 'zoe@example.com', date '2026-11-22', 1)""");
    }

    /** A table that nobody announced. */
    void addTable() throws SQLException {
        alter("""
                CREATE TABLE reviews (
                  order_id bigint PRIMARY KEY,
                  stars smallint NOT NULL,
                  body text,
                  score double precision NOT NULL,
                  written_at timestamp NOT NULL)""");
        change("reviews", """
                INSERT INTO reviews
                SELECT id, 1 + id % 5, CASE WHEN id % 2 = 0 THEN 'Arrived — as described ✓' END, id / 8.0,
                       timestamp '2026-11-22 08:00:00' + id * interval '1 second'
                FROM orders WHERE id % 9 = 3""");
    }

    /** A table as it is now, ordered by its key, which is its first column. */
    Rows rows(String table) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1")) {
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                columns.add(result.getMetaData().getColumnName(i));
            }
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    row.add(Cell.of(result, i));
                }
                rows.add(row);
            }
            return new Rows(columns, rows);
        }
    }

    private static String order(String ids) {
        return """
                INSERT INTO orders (customer_id, total, status, items, tags, placed_at)
                SELECT 1 + i %% 500, (i %% 997) + (i %% 100) / 100.0, 'placed',
                       jsonb_build_array(jsonb_build_object('sku', 'S-' || i %% 40, 'quantity', 1 + i %% 3)),
                       CASE WHEN i %% 2 = 0 THEN ARRAY['web', 'gift'] ELSE ARRAY[]::text[] END,
                       timestamptz '2026-11-01 00:00:00Z' + i * interval '61.000123 seconds'
                FROM %s AS i""".formatted(ids);
    }

    private void alter(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private void change(String table, String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            changes.merge(table, (long) statement.executeUpdate(sql), Long::sum);
        }
    }
}
