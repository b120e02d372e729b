// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpTransport;
import io.grpc.HttpConnectProxiedSocketAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

class ProxyIT {
    /** Asks every caller for a password and refuses them all, keeping what they said. */
    private static final class Doorkeeper implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final java.util.concurrent.ExecutorService thread = Executors.newSingleThreadExecutor();

        private Doorkeeper() throws IOException {
            thread.execute(() -> {
                try {
                    while (true) {
                        answer(socket.accept());
                    }
                } catch (IOException closed) {
                    // the test is over
                }
            });
        }

        private void answer(Socket caller) throws IOException {
            try (caller) {
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.ISO_8859_1));
                boolean known = false;
                for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                    heard.add(line);
                    known |= line.startsWith("Proxy-Authorization");
                }
                String status = known ? "403 Forbidden" : "407 Proxy Authentication Required";
                caller.getOutputStream()
                        .write(("HTTP/1.1 " + status + "\r\nProxy-Authenticate: Basic realm=\"door\"\r\n"
                                        + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
            thread.shutdownNow();
        }
    }

    @Test
    void tunnelsToGoogleWithTheConnectorsOwnPassword() throws IOException {
        try (Doorkeeper door = new Doorkeeper()) {
            HttpTransport transport = new Proxy(
                            new Endpoint("127.0.0.1", door.socket.getLocalPort(), true), "me", new Password("pw"))
                    .transport();

            assertThatThrownBy(() -> transport
                            .createRequestFactory()
                            .buildGetRequest(new GenericUrl("https://bigquery.googleapis.com/x"))
                            .execute())
                    .isInstanceOf(IOException.class);

            String basic = Base64.getEncoder().encodeToString("me:pw".getBytes(StandardCharsets.UTF_8));
            assertThat(door.heard)
                    .contains("CONNECT bigquery.googleapis.com:443 HTTP/1.1", "Proxy-Authorization: Basic " + basic);
        }
    }

    @Test
    void reachesItsOwnMachineDirectly() throws IOException {
        try (Doorkeeper door = new Doorkeeper();
                Doorkeeper target = new Doorkeeper()) {
            Proxy proxy = new Proxy(new Endpoint("127.0.0.1", door.socket.getLocalPort(), true), null, null);

            assertThatThrownBy(() -> proxy.transport()
                            .createRequestFactory()
                            .buildGetRequest(new GenericUrl("http://localhost:" + target.socket.getLocalPort() + "/x"))
                            .execute())
                    .isInstanceOf(IOException.class);

            assertThat(target.heard).contains("GET /x HTTP/1.1");
            assertThat(door.heard).isEmpty();
            assertThat(proxy.detector().proxyFor(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9060)))
                    .isNull();
        }
    }

    @Test
    void givesGrpcTheSameWay() throws IOException {
        Proxy proxy = new Proxy(new Endpoint("127.0.0.1", 3128, true), "me", new Password("pw"));
        InetSocketAddress google = InetSocketAddress.createUnresolved("bigquerystorage.googleapis.com", 443);

        assertThat(proxy.detector().proxyFor(google))
                .isInstanceOfSatisfying(HttpConnectProxiedSocketAddress.class, way -> {
                    assertThat(way.getTargetAddress()).isEqualTo(google);
                    assertThat(way.getUsername()).isEqualTo("me");
                    assertThat(way.getPassword()).isEqualTo("pw");
                });
    }
}
