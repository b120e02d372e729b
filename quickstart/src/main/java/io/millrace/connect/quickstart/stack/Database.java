// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.stack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** A PostgreSQL server with logical replication. */
public final class Database implements Part {

    private final Child child;
    private final int port;

    private Database(Child child, int port) {
        this.child = child;
        this.port = port;
    }

    /** Returns at once; {@link #awaitReady()} returns when it takes connections. */
    public static Database start(Project project, RunDirectories directories) {
        int port = Ports.free();
        Child child = Child.start(
                directories.log("database"),
                Jvm.small(192).running(project.ownClassPath()),
                DatabaseServer.class,
                Map.of(),
                Integer.toString(port),
                directories.data().resolve("database").toString(),
                directories.directory("postgresql").toString());
        return new Database(child, port);
    }

    /** Waits until it takes connections. */
    public Database awaitReady() {
        child.await(Duration.ofMinutes(5), () -> {
            try (Connection connection = connect()) {
                return connection.isValid(2);
            }
        });
        return this;
    }

    /** A new connection as the super user; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        child.close();
    }
}
