// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.stack;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The emulator in a process of its own. */
public final class LocalCloud implements Part {

    /** Any name does; the emulator knows no projects but the ones that clients name. */
    public static final String PROJECT = "millrace-local";

    private static final String MAIN = "io.millrace.connect.emulator.EmulatorMain";

    private final Child child;
    private final int port;
    private final int grpcPort;

    private LocalCloud(Child child, int port, int grpcPort) {
        this.child = child;
        this.port = port;
        this.grpcPort = grpcPort;
    }

    /** Returns at once; {@link #awaitReady()} returns when both its ports take connections. */
    public static LocalCloud start(Project project, RunDirectories directories, Jvm jvm, String... more) {
        int port = Ports.free();
        int grpcPort = Ports.free();
        List<String> arguments = new ArrayList<>(List.of(
                "--port",
                Integer.toString(port),
                "--grpc-port",
                Integer.toString(grpcPort),
                "--data",
                directories.directory("emulator").toString()));
        arguments.addAll(List.of(more));
        Child child = Child.start(
                directories.log("emulator"),
                jvm.running(project.emulator()),
                MAIN,
                Map.of(),
                arguments.toArray(String[]::new));
        return new LocalCloud(child, port, grpcPort);
    }

    /** Waits until both ports take connections. */
    public LocalCloud awaitReady() {
        child.await(Duration.ofMinutes(5), () -> takesConnections(port) && takesConnections(grpcPort));
        return this;
    }

    /** The address of the REST interfaces: {@code bigquery.endpoint}, {@code gcs.endpoint}. */
    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** The address of the Storage Write API: {@code bigquery.storage.endpoint}. */
    public String storageEndpoint() {
        return "http://127.0.0.1:" + grpcPort;
    }

    /** Google's own client, pointed here. */
    public BigQuery bigQuery() {
        return BigQueryOptions.newBuilder()
                .setHost(endpoint())
                .setProjectId(PROJECT)
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
    }

    @Override
    public void close() {
        child.close();
    }

    private static boolean takesConnections(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        }
    }
}
