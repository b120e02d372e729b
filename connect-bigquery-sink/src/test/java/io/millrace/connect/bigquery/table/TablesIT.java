// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.bigquery.Bigquery;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.table.design.TableLayout;
import io.millrace.connect.kit.retry.Backoff;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers of BigQuery that the emulator does not give. */
class TablesIT {
    private final BlockingQueue<TableNews> news = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> methods = new LinkedBlockingQueue<>();
    private HttpServer server;
    private Tables tables;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Bigquery bigquery = new Bigquery.Builder(
                        new NetHttpTransport(), GsonFactory.getDefaultInstance(), request -> {})
                .setApplicationName("test")
                .setRootUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/")
                .build();
        tables = new Tables(
                bigquery,
                new TableSettings(new DatasetSettings(false, null, List.of()), TableLayout.PLAIN, Map.of()),
                SchemaSettings.DEFAULT,
                news::add,
                new TableRetries(
                        new RetryPolicy(
                                new Backoff(Duration.ofMillis(1), Duration.ofMillis(5)),
                                InstantSource.system(),
                                new Random(1)),
                        Duration.ofSeconds(5)),
                new TableThreads(new ScheduledThreadPoolExecutor(1), Executors.newCachedThreadPool()));
    }

    @AfterEach
    void stop() {
        tables.close();
        server.stop(0);
    }

    private void answer(HttpExchange call) throws IOException {
        methods.add(call.getRequestMethod());
        byte[] table = """
            {"etag": "1", "type": "TABLE", "schema": {"fields": [
              {"name": "id", "type": "INTEGER"}, {"name": "span", "type": "RANGE"}]}}
            """.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.sendResponseHeaders(200, table.length);
        call.getResponseBody().write(table);
        call.close();
    }

    @Test
    void namesAColumnOfATypeThatTheSinkDoesNotWriteInsteadOfAskingForItForEver() throws InterruptedException {
        TableShape wanted = new TableShape(List.of(
                Column.of("id", ColumnType.INT64, ColumnMode.NULLABLE),
                Column.of("span", ColumnType.STRING, ColumnMode.NULLABLE)));

        tables.ask(new TableQuestion(new Destination("p", "d", "stays"), wanted, List.of()));

        TableNews answer = news.poll(10, TimeUnit.SECONDS);
        assertThat(answer).isInstanceOf(TableNews.Refused.class);
        assertThat(((TableNews.Refused) answer).error())
                .hasMessageContaining("table p.d.stays: column span is RANGE, which the sink does not write");
        assertThat(methods).containsExactly("GET");
    }

    @Test
    void aColumnOfSuchATypeThatNobodyWantsIsNoHindrance() throws InterruptedException {
        TableShape wanted = new TableShape(List.of(Column.of("id", ColumnType.INT64, ColumnMode.NULLABLE)));

        tables.ask(new TableQuestion(new Destination("p", "d", "stays"), wanted, List.of()));

        assertThat(news.poll(10, TimeUnit.SECONDS)).isInstanceOf(TableNews.Ready.class);
    }

    @Test
    void aTableThatIsAnotherThanTheOneThatWasToGrowIsAnsweredAsItIs() throws InterruptedException {
        TableShape known = new TableShape(List.of(
                Column.of("id", ColumnType.INT64, ColumnMode.NULLABLE),
                Column.of("dropped", ColumnType.STRING, ColumnMode.NULLABLE)));
        TableShape wanted = new TableShape(List.of(
                known.columns().get(0),
                known.columns().get(1),
                Column.of("more", ColumnType.STRING, ColumnMode.NULLABLE)));

        tables.ask(TableQuestion.growth(new Destination("p", "d", "stays"), known, wanted, List.of()));

        assertThat(news.poll(10, TimeUnit.SECONDS)).isInstanceOf(TableNews.Ready.class);
        assertThat(methods).as("nothing comes back that no record has").containsExactly("GET");
    }
}
