// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import io.millrace.connect.quickstart.stack.Database;
import io.millrace.connect.quickstart.stack.PluginPath;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** PostgreSQL with logical replication, by pgoutput. */
final class PostgresSource implements SourceDatabase {

    private final Database database;

    PostgresSource(Platform platform) {
        this.database =
                Database.start(platform.project(), platform.directories()).awaitReady();
    }

    @Override
    public String name() {
        return "mirror_postgres";
    }

    @Override
    public Connection connect() throws SQLException {
        return database.connect();
    }

    @Override
    public String sqlType(Kind kind) {
        return switch (kind) {
            case ID -> "bigint";
            case CODE -> "varchar(8)";
            case TEXT -> "varchar(60)";
            case AMOUNT -> "numeric(12,2)";
            case RATIO -> "double precision";
            case FLAG -> "boolean";
            case DAY -> "date";
            case MOMENT -> "timestamp(6)";
            case BODY -> "text";
        };
    }

    @Override
    public List<String> wholeImages(String table) {
        return List.of("ALTER TABLE " + table + " REPLICA IDENTITY FULL");
    }

    @Override
    public boolean sendsWholeRows() {
        return false;
    }

    @Override
    public String qualified(String table) {
        return "public." + table;
    }

    @Override
    public String signals() {
        return "public.debezium_signal";
    }

    @Override
    public Map<String, String> debezium() {
        return Map.of(
                "connector.class", "io.debezium.connector.postgresql.PostgresConnector",
                "database.hostname", "127.0.0.1",
                "database.port", Integer.toString(database.port()),
                "database.user", "postgres",
                "database.password", "trusted",
                "database.dbname", "postgres",
                "plugin.name", "pgoutput",
                "publication.autocreate.mode", "filtered",
                // A killed worker's slot is free a moment later
                "slot.max.retries", "60",
                "slot.retry.delay.ms", "500");
    }

    @Override
    public PluginPath plugins(Platform platform) {
        return platform.plugins(); // the quickstart's Debezium is this one
    }

    @Override
    public void close() {
        database.close();
    }
}
