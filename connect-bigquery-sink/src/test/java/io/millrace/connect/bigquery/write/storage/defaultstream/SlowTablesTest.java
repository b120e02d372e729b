// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.defaultstream;

import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.jam;
import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.silence;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.ORDERS;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.RETURNS;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.TIMEOUT;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.Arrival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tables that BigQuery answers late, or never, and tables that it answers. */
@Timeout(30)
class SlowTablesTest {
    private static final Destination THIRD = new Destination("p", "d", "third");

    private final WriterBench bench = new WriterBench();
    private final FakeWriteApi api = bench.api;

    @BeforeEach
    void standStill() {
        bench.stopTime();
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    /** What is sent to this table is not answered until the test does. */
    private void silent(Destination table) {
        api.thenAnswers(arrival -> arrival.request().getWriteStream().contains("/" + table.table() + "/"), jam());
    }

    @Test
    void aTableThatWasQuickAndStopsAnsweringLetsGoOfWhatWaitsBehindIt() {
        DefaultStreamWriter writer = bench.writer();
        bench.makeQuick(writer, ORDERS, RETURNS);
        silent(ORDERS);
        Batch stuck = send(writer, ORDERS, "stuck");
        Batch behind = send(writer, RETURNS, "behind it");
        int connection = api.arrival().connection();
        assertThat(api.arrival().connection()).isEqualTo(connection);
        bench.skip(writer, Duration.ofMillis(1_200));

        Batch next = send(writer, RETURNS, "goes elsewhere"); // and shows that BigQuery is well

        assertThat(List.of(bench.result(), bench.result()))
                .allMatch(WriteResult.Written.class::isInstance)
                .extracting(WriteResult::batch)
                .containsExactlyInAnyOrder(behind, next);
        assertThat(bench.repetitions(stuck)).containsExactly(RetryReason.CONNECTION);
    }

    @Test
    void whatWaitsBehindASlowTableDoesNotWaitForProofForLong() {
        DefaultStreamWriter writer = bench.writer();
        bench.makeQuick(writer, ORDERS, RETURNS);
        silent(ORDERS);
        send(writer, ORDERS, "stuck");
        Batch behind = send(writer, RETURNS, "behind it");
        api.arrival();
        api.arrival();

        bench.skip(writer, Duration.ofMillis(2_100));

        bench.result(WriteResult.Written.class, behind);
    }

    @Test
    void doesNotGiveUpConnectionAfterConnectionWhileAllAreSlow() {
        DefaultStreamWriter writer = bench.writer();
        List<Destination> tables = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            tables.add(new Destination("p", "d", "t" + i));
        }
        bench.makeQuick(writer, tables.toArray(Destination[]::new));
        api.thenAnswers(any -> true, jam());
        for (Destination table : tables) {
            send(writer, table, table.table());
            api.arrival();
        }

        bench.skip(writer, Duration.ofMillis(2_100));
        bench.awaitRepetitions(tables.size());
        for (int i = 0; i < 8; i++) {
            bench.skip(writer, Duration.ofMillis(900));
        }

        assertThat(bench.repetitions)
                .as("one guess, for those on one connection")
                .hasSize(tables.size());
        assertThat(bench.results).isEmpty();
    }

    @Test
    void quickTablesAreNeverSentBehindASlowOne() {
        DefaultStreamWriter writer = bench.writer();
        bench.makeQuick(writer, RETURNS, THIRD);
        silent(ORDERS);
        send(writer, ORDERS, "first");
        bench.skip(writer, Duration.ofMillis(1_200));

        for (int i = 0; i < 40; i++) {
            send(writer, ORDERS, "slow " + i);
            bench.result(WriteResult.Written.class, send(writer, i % 2 == 0 ? RETURNS : THIRD, "quick " + i));
        }

        assertThat(bench.repetitions).isEmpty();
        assertThat(api.openConnections()).isLessThanOrEqualTo(5);
    }

    @Test
    void unknownTablesDoNotWaitForEachOtherWhileThereIsRoom() {
        api.answers(silence(), silence(), silence());
        DefaultStreamWriter writer = bench.writer();
        Set<Integer> connections = new HashSet<>();

        for (Destination table : List.of(ORDERS, RETURNS, THIRD)) {
            send(writer, table, "a");
            connections.add(api.arrival().connection());
        }

        assertThat(connections).hasSize(3);
    }

    @Test
    void opensABoundedNumberOfConnectionsHoweverManyTablesAreSilent() {
        DefaultStreamWriter writer = bench.writer();
        bench.makeQuick(writer, RETURNS);
        api.thenAnswers(arrival -> !arrival.request().getWriteStream().contains("/returns/"), jam());
        for (int i = 0; i < 30; i++) {
            send(writer, new Destination("p", "d", "t" + i), "a");
        }

        for (int i = 0; i < 4; i++) {
            bench.skip(writer, TIMEOUT);
            Batch batch = send(writer, RETURNS, "quick");
            bench.result(WriteResult.Written.class, batch);
        }

        assertThat(api.openConnections()).isLessThanOrEqualTo(22);
    }

    @Test
    void aRequestsTimeBeginsWhenItsTurnHasCome() {
        api.answers(silence(), silence());
        DefaultStreamWriter writer = bench.writer();
        Batch first = send(writer, ORDERS, "a");
        Batch second = send(writer, ORDERS, "b");
        Arrival one = api.arrival();
        Arrival two = api.arrival();

        bench.skip(writer, TIMEOUT.minusSeconds(10));
        one.acknowledge();
        bench.result(WriteResult.Written.class, first);
        bench.skip(writer, TIMEOUT.minusSeconds(10));
        two.acknowledge();

        bench.result(WriteResult.Written.class, second);
        assertThat(bench.repetitions).isEmpty();
    }

    @Test
    void aTableThatIsWellAgainSharesWithQuickOnes() {
        DefaultStreamWriter writer = bench.writer();
        bench.makeQuick(writer, RETURNS);
        api.answers(silence());
        Batch slow = send(writer, ORDERS, "slow");
        Arrival late = api.arrival();
        bench.skip(writer, Duration.ofMillis(1_500));
        late.acknowledge();
        bench.result(WriteResult.Written.class, slow);
        for (int i = 0; i < 10; i++) {
            bench.result(WriteResult.Written.class, send(writer, ORDERS, "quick " + i));
        }
        api.forget();

        api.answers(silence(), silence());
        send(writer, RETURNS, "a");
        send(writer, ORDERS, "b");

        assertThat(api.arrival().connection()).isEqualTo(api.arrival().connection());
    }
}
