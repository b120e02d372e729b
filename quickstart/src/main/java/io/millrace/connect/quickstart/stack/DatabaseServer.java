// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.stack;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** The main of the process that owns PostgreSQL: when it ends, by whatever signal it can see, PostgreSQL stops. */
final class DatabaseServer {

    private DatabaseServer() {}

    /** Port, data directory, directory for the binaries. */
    public static void main(String[] args) throws IOException, InterruptedException {
        EmbeddedPostgres.builder()
                .setPort(Integer.parseInt(args[0]))
                .setDataDirectory(new File(args[1]))
                .setOverrideWorkingDirectory(new File(args[2]))
                .setServerConfig("wal_level", "logical")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setLocaleConfig("locale", "C")
                .start();
        new CountDownLatch(1).await();
    }
}
