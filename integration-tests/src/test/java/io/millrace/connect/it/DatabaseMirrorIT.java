// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.it.SourceDatabase.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real database, a real Debezium, real workers: random changes while everything happens to the pipeline that happens to
 * pipelines. At the end BigQuery shows every table as the database has it, row by row, by every strategy.
 * {@code -Dmirror.changes=20000} takes more of them than a build does, {@code -Dmirror.seed} others.
 */
@ExtendWith(Platform.Shared.class)
class DatabaseMirrorIT {

    private static final int CHANGES = Integer.getInteger("mirror.changes", 1_000);
    private static final long SEED = Long.getLong("mirror.seed", System.nanoTime() % 1_000_000);

    private final Platform platform;

    DatabaseMirrorIT(Platform platform) {
        this.platform = platform;
    }

    /** Which database, and how it is started. */
    enum Follows {
        POSTGRESQL {
            @Override
            SourceDatabase start(Platform platform) {
                return new PostgresSource(platform);
            }
        },
        MARIADB {
            @Override
            SourceDatabase start(Platform platform) {
                return new MariaDbSource(platform);
            }
        };

        abstract SourceDatabase start(Platform platform);
    }

    private interface Happening {
        void happens() throws SQLException, ExecutionException, InterruptedException;
    }

    @ParameterizedTest
    @EnumSource
    void bigQueryIsWhatTheDatabaseIs(Follows follows) throws Exception {
        System.out.println(follows + ": -Dmirror.changes=" + CHANGES + " -Dmirror.seed=" + SEED);
        MirroredTable items = MirroredTable.items();
        MirroredTable scratch = MirroredTable.scratch();
        List<MirroredTable> tables =
                List.of(items, MirroredTable.parts(), MirroredTable.letters(), MirroredTable.drafts(), scratch);
        try (SourceDatabase database = follows.start(platform);
                Connection connection = database.connect();
                RandomChanges changes = new RandomChanges(database, tables, Math.max(40, CHANGES / 40), SEED);
                MirrorPipeline pipeline = new MirrorPipeline(database, tables, platform)) {
            Signals signals = new Signals(database, connection);
            changes.run(CHANGES / 5);

            during(changes, pipeline::start);
            during(changes, () -> signals.snapshot("parts"));
            changes.grow(items, "extra", Kind.TEXT, "");
            during(changes, pipeline::restartSource);
            during(changes, pipeline::killSinks);
            during(changes, () -> pipeline.addPartitions("items", 5));
            changes.truncate(scratch);
            during(changes, pipeline::killSource);
            during(changes, () -> pipeline.addPartitions("parts", 3));
            // Rows that are there get the value without a change of them, and the snapshot tells it
            changes.grow(items, "points", Kind.ID, "NOT NULL DEFAULT 7");
            during(changes, () -> signals.snapshot("items"));
            changes.truncate(scratch);
            during(changes, () -> signals.snapshot("letters"));

            MirrorJudge judge = new MirrorJudge(pipeline, platform, Duration.ofSeconds(240 + CHANGES / 100));
            for (MirrorStrategy strategy : MirrorStrategy.values()) {
                for (MirroredTable table : tables) {
                    if (strategy.shows(table, database)) {
                        judge.compare(table, strategy, Contents.of(table, connection));
                    }
                }
            }
            judge.sentence();
            pipeline.refuseFailures();
            for (MirrorStrategy strategy : MirrorStrategy.values()) {
                assertThat(pipeline.tablesOf(strategy))
                        .as("no heartbeats, transactions, schema changes or signals among them")
                        .containsExactlyInAnyOrderElementsOf(tables.stream()
                                .filter(table -> strategy.shows(table, database))
                                .map(MirroredTable::name)
                                .toList());
            }
        }
    }

    /** It happens while changes go on. */
    private static void during(RandomChanges changes, Happening happening) throws Exception {
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
            try {
                changes.run(CHANGES / 10);
            } catch (SQLException refused) {
                throw new CompletionException(refused);
            }
        });
        try {
            happening.happens();
        } finally {
            load.join();
        }
    }

    /** Debezium's table of signals, which incremental snapshots are asked for in. */
    private static final class Signals {
        private final SourceDatabase database;
        private final Connection connection;
        private int sent;

        Signals(SourceDatabase database, Connection connection) throws SQLException {
            this.database = database;
            this.connection = connection;
            execute("CREATE TABLE debezium_signal (id varchar(64) PRIMARY KEY, type varchar(32) NOT NULL, data"
                    + " varchar(2048))");
        }

        void snapshot(String table) throws SQLException {
            execute("INSERT INTO debezium_signal VALUES ('ask-" + ++sent
                    + "', 'execute-snapshot', '{\"type\": \"incremental\"," + " \"data-collections\": [\""
                    + database.qualified(table) + "\"]}')");
        }

        private void execute(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }
}
