// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpFrontIT {
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpFront front;

    @BeforeEach
    void start() throws IOException {
        Router router = new Router();
        router.add("PATCH", "/things/{id}", request -> Response.bytes(200, "text/plain", request.body()));
        router.add("GET", "/things/{id}:check", request -> Response.json(request.pathParameter("id")));
        router.add("GET", "/drop", request -> {
            throw new ConnectionDropped();
        });
        router.add("POST", "/batch", new Batch(router));
        front = HttpFront.start(0, router);
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void aPatchMayComeAsAPostWithACompressedBody() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write("content".getBytes(StandardCharsets.UTF_8));
        }

        HttpResponse<String> answer = send(request("/things/a%2Fb")
                .header("X-HTTP-Method-Override", "PATCH")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(zipped.toByteArray())));

        assertThat(answer.body()).isEqualTo("content");
    }

    @Test
    void variablesAreDecodedAndEndBeforeACustomVerb() throws Exception {
        assertThat(send(request("/things/a%2Fb%20c:check").GET()).body()).isEqualTo("\"a/b c\"");
    }

    @Test
    void aRouteThatIsNotThereAnswers501NamingIt() throws Exception {
        HttpResponse<String> answer = send(request("/nothing?x=1").DELETE());

        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(answer.body()).contains("\"reason\":\"notImplemented\"", "DELETE /nothing");
    }

    @Test
    void aDroppedConnectionGivesNoAnswer() {
        assertThatThrownBy(() -> send(request("/drop").GET())).isInstanceOf(IOException.class);
    }

    @Test
    void theFirstPartOfABatchThatFailsFailsAlone() throws Exception {
        String batch = """
                --x
                Content-Type: application/http
                Content-ID: <1>

                GET /none HTTP/1.1


                --x
                Content-Type: application/http
                Content-ID: <2>

                PATCH /things/1 HTTP/1.1
                Content-Length: 2

                hi
                --x--""".replace("\n", "\r\n");

        HttpResponse<String> answer = send(request("/batch")
                .header("Content-Type", "multipart/mixed; boundary=x")
                .POST(HttpRequest.BodyPublishers.ofString(batch)));

        assertThat(answer.body())
                .contains("HTTP/1.1 501", "Content-ID: <response-1>", "HTTP/1.1 200", "Content-ID: <response-2>", "hi");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.port() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9050, , 200",
        "localhost:9050, , 200",
        "LOCALHOST, , 200",
        "[::1]:9050, , 200",
        "127.0.0.1:9050, http://localhost:8080, 200",
        "127.0.0.1:9050, https://evil.example.org, 403",
        "127.0.0.1:9050, http://localhost.evil.example.org, 403",
        "127.0.0.1:9050, null, 403",
        "evil.example.org:9050, , 403",
        "127.0.0.1.evil.example.org, , 403",
        "'', , 403"
    })
    void answersProgramsOfThisMachineAndNoPageOfAnotherOne(String host, @Nullable String origin, int status)
            throws IOException {
        String head = "GET /things/a:check HTTP/1.1\r\nHost: " + host + "\r\n"
                + (origin == null ? "" : "Origin: " + origin + "\r\n") + "Connection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 " + status);
        }
    }
}
