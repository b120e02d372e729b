// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A time in which BigQuery takes no rows for one table, as the emulator is told over HTTP; over when it is closed. */
final class Outage implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI faults;
    private final String table;

    private Outage(URI faults, String table) {
        this.faults = faults;
        this.table = table;
    }

    /** Begins one for {@code it.<table>}. */
    static Outage of(String table, Platform platform) {
        Outage outage = new Outage(URI.create(platform.cloud().endpoint() + "/faults"), table);
        outage.call("POST", outage.faults, BodyPublishers.ofString("""
                {"method": "AppendRows", "resource": "it.%s", "every": 1, "fault": "refuse", "status": "UNAVAILABLE"}
                """.formatted(table)));
        return outage;
    }

    /** Waits until a request was refused. */
    Outage awaitRefusal(Duration limit) {
        URI journal = URI.create(faults + "/journal?method=AppendRows&resource=it." + table);
        Awaitility.await("a request is refused")
                .atMost(limit)
                .until(() -> call("GET", journal, BodyPublishers.noBody()).contains("UNAVAILABLE"));
        return this;
    }

    private String call(String method, URI address, BodyPublisher body) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(address).method(method, body).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        method + " " + address + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        call("DELETE", faults, BodyPublishers.noBody());
    }
}
