// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** One DuckDB database: a writing connection behind a lock, reading connections from a pool. */
final class Database implements AutoCloseable {
    private static final int MOST_RUNS = 3;

    private final DuckDBConnection writer;
    private final ReentrantLock writing = new ReentrantLock();
    private final ConcurrentLinkedDeque<DuckDBConnection> idle = new ConcurrentLinkedDeque<>();

    private SqlWork<?> restore = connection -> "";

    private Database(DuckDBConnection writer) {
        this.writer = writer;
    }

    /** In memory where {@code file} is null. */
    static Database open(@Nullable Path file) {
        String url = file == null ? "jdbc:duckdb:" : "jdbc:duckdb:" + file.toAbsolutePath();
        Properties settings = new Properties();
        // The oldest format, DuckDB's default, cannot keep the typed macros that GoogleSQL's functions are.
        settings.setProperty("storage_compatibility_version", "latest");
        try {
            DuckDBConnection connection =
                    DriverManager.getConnection(url, settings).unwrap(DuckDBConnection.class);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET GLOBAL TimeZone = 'UTC'");
            }
            connection.setAutoCommit(false);
            return new Database(connection);
        } catch (SQLException refused) {
            throw new IllegalStateException("cannot open DuckDB at " + url, refused);
        }
    }

    /**
     * Runs on the writing connection in one transaction; nested calls join the outer one. The work is run again where
     * DuckDB says that another has changed the table, which nobody else can: such a commit has applied nothing. Work that
     * touches a table's rows and alters the table afterwards is never committed, however often it is run.
     */
    <T> T write(SqlWork<T> work) {
        boolean outermost = !writing.isHeldByCurrentThread();
        writing.lock();
        try {
            for (int run = 1; ; run++) {
                try {
                    return once(work, outermost);
                } catch (SQLException refused) {
                    if (!outermost || run == MOST_RUNS || !isConflict(refused)) {
                        throw SqlFailure.of(refused);
                    }
                }
            }
        } finally {
            writing.unlock();
        }
    }

    private <T> T once(SqlWork<T> work, boolean outermost) throws SQLException {
        try {
            T result = work.on(writer);
            if (outermost) {
                writer.commit();
            }
            return result;
        } catch (SQLException | RuntimeException | Error failure) {
            rollback(outermost, failure);
            throw failure;
        }
    }

    /** DuckDB has no error codes, so its text is all there is. */
    private static boolean isConflict(SQLException refused) {
        return String.valueOf(refused.getMessage()).startsWith("TransactionContext Error: Failed to commit");
    }

    /** What restores the memory of the database's user after a write that failed. */
    void afterRollback(SqlWork<?> work) {
        restore = work;
    }

    private void rollback(boolean outermost, Throwable failure) {
        if (outermost) {
            try {
                undo();
                restore.on(writer);
                writer.commit();
            } catch (SQLException lost) {
                lost.addSuppressed(failure);
                throw new IllegalStateException("rollback failed", lost);
            }
        }
    }

    private void undo() throws SQLException {
        try {
            writer.rollback();
        } catch (SQLException noneActive) {
            // A commit that was refused has ended the transaction, but the driver believes in it and would begin no
            // other:
            // from then on every statement would take effect at once, and every commit fail.
            try (Statement statement = writer.createStatement()) {
                statement.execute("BEGIN TRANSACTION");
            }
            writer.rollback();
        }
    }

    /** Runs on a reading connection, which sees the last commit. */
    <T> T read(SqlWork<T> work) {
        DuckDBConnection connection = idle.pollFirst();
        try {
            if (connection == null) {
                connection = writer.duplicate();
                // A reader that kept its transaction open would see one commit for ever.
                connection.setAutoCommit(true);
            }
            return work.on(connection);
        } catch (SQLException refused) {
            throw SqlFailure.of(refused);
        } finally {
            if (connection != null) {
                idle.addFirst(connection);
            }
        }
    }

    @Override
    public void close() {
        writing.lock();
        try {
            for (DuckDBConnection connection : idle) {
                connection.close();
            }
            writer.close();
        } catch (SQLException lost) {
            throw new IllegalStateException("cannot close DuckDB", lost);
        } finally {
            writing.unlock();
        }
    }
}
