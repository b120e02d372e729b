// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    private final Database database = Database.open(null);

    @BeforeEach
    void createTable() {
        database.write(connection -> execute(connection, "CREATE TABLE t (a INTEGER)"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static int execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return 0;
        }
    }

    private long rows() {
        return database.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM t")) {
                count.next();
                return count.getLong(1);
            }
        });
    }

    /** Changes the table on a connection of its own before this transaction is committed. */
    private static void changeUnderneath(DuckDBConnection writer, String column) throws SQLException {
        try (Connection other = writer.duplicate()) {
            other.setAutoCommit(true);
            execute(other, "ALTER TABLE t ADD COLUMN " + column + " INTEGER");
        }
    }

    @Test
    void writesAgainWhatCouldNotBeCommitted() {
        AtomicInteger runs = new AtomicInteger();

        database.write(connection -> {
            execute(connection, "INSERT INTO t BY NAME SELECT 1 AS a");
            if (runs.incrementAndGet() == 1) {
                changeUnderneath(connection, "b");
            }
            return 0;
        });

        assertThat(runs).hasValue(2);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void goesOnWithTransactionsAfterACommitThatWasRefusedForGood() {
        AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> database.write(connection -> {
                    execute(connection, "INSERT INTO t BY NAME SELECT 1 AS a");
                    changeUnderneath(connection, "c" + runs.incrementAndGet());
                    return 0;
                }))
                .isInstanceOf(WarehouseException.class);

        assertThatThrownBy(() -> database.write(connection -> {
                    execute(connection, "INSERT INTO t BY NAME SELECT 2 AS a");
                    throw new IllegalStateException("undone");
                }))
                .hasMessage("undone");
        database.write(connection -> execute(connection, "INSERT INTO t BY NAME SELECT 3 AS a"));

        assertThat(rows()).isEqualTo(1);
    }
}
