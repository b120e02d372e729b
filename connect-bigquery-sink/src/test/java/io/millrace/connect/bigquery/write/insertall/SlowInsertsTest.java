// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.insertall;

import static io.millrace.connect.bigquery.write.insertall.FakeInsertApi.silence;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.ORDERS;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.RETURNS;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.TIMEOUT;
import static io.millrace.connect.bigquery.write.insertall.InsertBench.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.WriteResult;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tables that BigQuery answers late, or never, and tables that it answers. */
@Timeout(30)
class SlowInsertsTest {
    private final InsertBench bench = new InsertBench();
    private final FakeInsertApi api = bench.api;

    @BeforeEach
    void standStill() {
        bench.stopTime();
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private static Destination table(int number) {
        return new Destination("p", "d", "t" + number);
    }

    private void silentBut(Destination quick) {
        api.thenAnswers(arrival -> !arrival.table().equals(quick.table()), silence());
    }

    private void takeArrivals(int count) {
        Stream.generate(api::arrival).limit(count).forEach(arrival -> {});
    }

    @Test
    void sendsSeveralRequestsOfATableAtATimeButLeavesRoomForOthers() {
        silentBut(RETURNS);
        InsertAllWriter writer = bench.writer();
        for (int i = 0; i < 40; i++) {
            send(writer, ORDERS, "{}");
        }

        bench.result(WriteResult.Written.class, send(writer, RETURNS, "{}"));

        takeArrivals(Places.MOST / 2 + 1);
        bench.skip(writer, Duration.ofMillis(1));
        assertThat(api.arrived()).isZero();
    }

    @Test
    void manySilentTablesTakeNoPlaceOfATableThatIsAnswered() {
        InsertAllWriter writer = bench.writer();
        bench.result(WriteResult.Written.class, send(writer, RETURNS, "{}"));
        silentBut(RETURNS);
        for (int second = 0; second < 5; second++) {
            for (int i = 0; i < 100; i++) {
                send(writer, table(i), "{}");
            }
            bench.skip(writer, Duration.ofSeconds(2));
        }

        for (int i = 0; i < 10; i++) {
            bench.result(WriteResult.Written.class, send(writer, RETURNS, "{}"));
        }
        assertThat(bench.threads()).hasSizeLessThanOrEqualTo(1 + InsertAllWriter.MOST_CALLS);
    }

    @Test
    void aTableThatIsAnsweredAgainGetsItsPlacesBack() {
        InsertAllWriter writer = bench.writer();
        api.answers(silence());
        send(writer, ORDERS, "{}");
        api.arrival();
        bench.skip(writer, TIMEOUT);
        bench.awaitRepetitions(1);
        assertThat(bench.resultInTime(writer, Duration.ofMillis(2))).isInstanceOf(WriteResult.Written.class);
        for (int i = 0; i < 20; i++) {
            bench.result(WriteResult.Written.class, send(writer, ORDERS, "{}"));
        }
        takeArrivals(21);
        silentBut(RETURNS);

        IntStream.range(0, 20).forEach(i -> send(writer, ORDERS, "{}"));

        takeArrivals(Places.MOST / 2);
    }
}
