// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.testing.http.MockLowLevelHttpRequest;
import com.google.api.client.testing.http.MockLowLevelHttpResponse;
import com.google.api.services.bigquery.Bigquery;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions about tables while BigQuery is slow, away or broken: each gets one answer. */
class TablesTest {
    private static final String FOUND = """
        {"etag": "1", "type": "TABLE", "creationTime": "1700000000000",
         "schema": {"fields": [{"name": "id", "type": "INTEGER"}]}}
        """;
    private static final String AWAY = """
        {"error": {"code": 503, "errors": [{"reason": "backendError"}]}}
        """;
    private static final String UNAUTHORIZED = """
        {"error": {"code": 401, "errors": [{"reason": "authError"}], "message": "Invalid Credentials"}}
        """;
    private static final TableShape WANTED =
            new TableShape(List.of(Column.of("id", ColumnType.INT64, ColumnMode.NULLABLE)));

    private final BlockingQueue<TableNews> news = new LinkedBlockingQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private @Nullable Tables tables;

    /** What BigQuery does when it is called. */
    private interface BigQuery {
        MockLowLevelHttpResponse answer(String url) throws IOException, InterruptedException;
    }

    private static MockLowLevelHttpResponse response(int status, String body) {
        return new MockLowLevelHttpResponse()
                .setStatusCode(status)
                .setContentType("application/json")
                .setContent(body);
    }

    private Tables tables(@Nullable Duration outage, BigQuery bigquery) {
        HttpTransport transport = new HttpTransport() {
            @Override
            protected LowLevelHttpRequest buildRequest(String method, String url) {
                return new MockLowLevelHttpRequest(url) {
                    @Override
                    public LowLevelHttpResponse execute() throws IOException {
                        try {
                            return bigquery.answer(url);
                        } catch (InterruptedException stopped) {
                            throw new IOException(stopped);
                        }
                    }
                };
            }
        };
        tables = new Tables(
                new Bigquery.Builder(transport, GsonFactory.getDefaultInstance(), request -> {})
                        .setApplicationName("test")
                        .build(),
                new TableSettings(new DatasetSettings(false, null, List.of()), TableLayout.PLAIN, Map.of()),
                SchemaSettings.DEFAULT,
                news::add,
                new TableRetries(
                        new RetryPolicy(
                                new Backoff(Duration.ofMillis(1), Duration.ofMillis(5)),
                                InstantSource.system(),
                                new Random(1)),
                        outage),
                new TableThreads(Executors.newSingleThreadScheduledExecutor(), Executors.newCachedThreadPool()));
        return tables;
    }

    private static TableQuestion about(String table) {
        return new TableQuestion(new Destination("p", "d", table), WANTED, List.of());
    }

    private static TableQuestion look(String table) {
        return new TableQuestion(new Destination("p", "d", table), null, List.of());
    }

    @SuppressWarnings("NullAway") // fails the test
    private TableNews next(int seconds) throws InterruptedException {
        return news.poll(seconds, TimeUnit.SECONDS);
    }

    private TableNews answer() throws InterruptedException {
        TableNews one = next(10);
        while (one instanceof TableNews.Late) {
            one = next(10);
        }
        return one;
    }

    @AfterEach
    void stop() {
        end.countDown();
        if (tables != null) {
            tables.close();
        }
    }

    @Test
    void anErrorIsAnAnswer() throws InterruptedException {
        tables(null, url -> {
                    throw new OutOfMemoryError("unable to create native thread");
                })
                .ask(about("t"));

        assertThat(answer())
                .isInstanceOfSatisfying(
                        TableNews.Refused.class,
                        refused -> assertThat(refused.error())
                                .hasMessageContaining("table p.d.t")
                                .hasCauseInstanceOf(OutOfMemoryError.class));
    }

    @Test
    void isAskedOnAfterAnErrorOfAnotherTable() throws InterruptedException {
        Tables asked = tables(null, url -> {
            if (url.contains("bad")) {
                throw new NoClassDefFoundError("gone");
            }
            return response(200, FOUND);
        });

        for (int i = 0; i < 100; i++) { // more than there are calls at a time
            asked.ask(about("bad" + i));
        }
        asked.ask(about("good"));

        int refused = 0;
        for (TableNews one = answer(); !one.table().table().equals("good"); one = answer()) {
            assertThat(one).isInstanceOf(TableNews.Refused.class);
            refused++;
        }
        assertThat(refused).isGreaterThan(36);
    }

    @Test
    void tellsOfEveryRepetitionAndGoesOnByItself() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        tables(null, url -> calls.incrementAndGet() <= 20 ? response(503, AWAY) : response(200, FOUND))
                .ask(about("t"));

        for (int i = 0; i < 20; i++) {
            assertThat(next(10)).isEqualTo(new TableNews.Late(new Destination("p", "d", "t"), "503 backendError"));
        }
        assertThat(next(10)).isInstanceOf(TableNews.Ready.class);
    }

    @Test
    void givesUpAfterTheTimeThatWasSetForAnOutage() throws InterruptedException {
        tables(Duration.ofMillis(200), url -> response(503, AWAY)).ask(about("t"));

        assertThat(answer())
                .isInstanceOfSatisfying(
                        TableNews.Refused.class,
                        refused -> assertThat(refused.error())
                                .hasMessageContaining("table p.d.t")
                                .hasMessageContaining("outage.timeout.ms=200")
                                .hasMessageContaining("503 backendError"));
    }

    @Test
    void credentialsThatAreAcceptedAgainCostNothing() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        tables(null, url -> {
                    int call = calls.incrementAndGet();
                    if (call == 8) { // 7 in a row before and after
                        return response(503, AWAY);
                    }
                    return call <= 15 ? response(401, UNAUTHORIZED) : response(200, FOUND);
                })
                .ask(about("t"));

        assertThat(next(10)).isEqualTo(new TableNews.Late(new Destination("p", "d", "t"), "401 authError"));
        assertThat(answer()).isInstanceOf(TableNews.Ready.class);
        assertThat(calls).hasValue(16);
    }

    @Test
    void credentialsThatAreNeverAcceptedAreBroughtEightTimes() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        tables(null, url -> {
                    calls.incrementAndGet();
                    return response(401, UNAUTHORIZED);
                })
                .ask(about("t"));

        assertThat(answer())
                .isInstanceOfSatisfying(
                        TableNews.Refused.class,
                        refused -> assertThat(refused.error())
                                .hasMessageContaining("table p.d.t")
                                .hasMessageContaining("8 times in a row (401 authError)")
                                .hasMessageContaining("credentials.source"));
        assertThat(calls).hasValue(8);
    }

    @Test
    void theTimeForAnOutageBeginsWhenItBegins() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        tables(Duration.ofMillis(300), url -> {
                    boolean first = calls.incrementAndGet() == 1;
                    if (first) {
                        end.await(600, TimeUnit.MILLISECONDS); // waits behind others, as it were
                    }
                    return first ? response(503, AWAY) : response(200, FOUND);
                })
                .ask(about("t"));

        assertThat(answer()).isInstanceOf(TableNews.Ready.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 30, 60})
    void aTableThatIsNotAnsweredHoldsUpNoOther(int hanging) throws InterruptedException {
        AtomicInteger hung = new AtomicInteger();
        Tables asked = tables(null, url -> {
            if (url.contains("slow")) {
                hung.incrementAndGet();
                end.await();
            }
            return response(200, FOUND);
        });
        for (int i = 0; i < hanging; i++) {
            asked.ask(about("slow" + i));
        }
        asked.ask(about("quick"));

        assertThat(next(4)).extracting(TableNews::table).isEqualTo(new Destination("p", "d", "quick"));
        await().until(() -> hung.get() == hanging); // all beside each other
    }

    @Test
    void aLookTellsThatATableIsGone() throws InterruptedException {
        tables(null, url -> response(404, "{\"error\": {\"code\": 404}}")).ask(look("t"));

        assertThat(answer()).isEqualTo(new TableNews.Gone(new Destination("p", "d", "t")));
    }

    @Test
    void tellsWhenATableWasMadeWhoeverMadeIt() throws InterruptedException {
        tables(null, url -> response(200, FOUND)).ask(about("t"));

        assertThat(answer())
                .isInstanceOfSatisfying(
                        TableNews.Ready.class,
                        ready -> assertThat(ready.created()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L)));
    }

    @Test
    void saysNothingMoreOnceItIsClosed() throws InterruptedException {
        AtomicReference<Thread> caller = new AtomicReference<>();
        CountDownLatch called = new CountDownLatch(1);
        Tables asked = tables(null, url -> {
            caller.set(Thread.currentThread());
            called.countDown();
            end.await();
            return response(200, FOUND);
        });
        asked.ask(about("t"));
        assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();

        asked.close();

        requireNonNull(caller.get()).join(5_000);
        assertThat(news).isEmpty();
    }
}
