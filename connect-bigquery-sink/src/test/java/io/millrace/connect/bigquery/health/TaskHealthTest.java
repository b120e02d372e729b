// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.health.TaskHealth.Work;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.testkit.CapturedLogs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class TaskHealthTest {
    private static final Destination ORDERS = new Destination("p", "d", "orders");
    private static final Destination RETURNS = new Destination("p", "d", "returns");

    private Instant now = Instant.ofEpochSecond(1_000);
    private final TaskHealth health = new TaskHealth(() -> now, null);

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private static List<String> lines(CapturedLogs logs) {
        return logs.text()
                .lines()
                .filter(line -> line.contains(TaskHealth.class.getName()))
                .toList();
    }

    @Test
    void tellsOnceWhenAnOutageBeginsAndOnceWhenItEnds() {
        try (CapturedLogs logs = new CapturedLogs()) {
            for (int i = 0; i < 200; i++) {
                health.repeated(ORDERS, Work.ROWS, "UNAVAILABLE", true);
                pass(Duration.ofSeconds(3));
            }
            health.settled(ORDERS, Work.ROWS);
            health.settled(ORDERS, Work.ROWS);

            assertThat(lines(logs)).hasSize(2);
            assertThat(lines(logs).get(0)).startsWith("WARNING").contains("p.d.orders", "UNAVAILABLE");
            assertThat(lines(logs).get(1))
                    .startsWith("INFO")
                    .contains("p.d.orders", "afterSeconds=600", "repetitions=200");
        }
    }

    @Test
    void tellsOfEachTableAndOfWhatCannotBeDoneWithIt() {
        try (CapturedLogs logs = new CapturedLogs()) {
            health.repeated(ORDERS, Work.ROWS, "UNAVAILABLE", true);
            health.repeated(RETURNS, Work.ROWS, "UNAVAILABLE", true);
            health.repeated(ORDERS, Work.TABLE, "503 backendError", true);

            assertThat(lines(logs)).hasSize(3);
        }
    }

    @Test
    void tellsOfAConnectionThatEndedOnlyWhereTheNextOneEndsToo() {
        try (CapturedLogs logs = new CapturedLogs()) {
            health.repeated(ORDERS, Work.ROWS, "CANCELLED", false);
            assertThat(lines(logs)).isEmpty();

            health.repeated(ORDERS, Work.ROWS, "CANCELLED", false);
            assertThat(lines(logs)).hasSize(1);
        }
    }

    @Test
    void tellsOfWhatFlickersOnlyNowAndThen() {
        try (CapturedLogs logs = new CapturedLogs()) {
            for (int i = 0; i < 100; i++) {
                health.repeated(ORDERS, Work.ROWS, "RESOURCE_EXHAUSTED", true);
                pass(Duration.ofMillis(300));
                health.settled(ORDERS, Work.ROWS);
            }

            assertThat(lines(logs)).hasSize(2);
        }
    }

    @Test
    void tellsOfAnOutageThatLastsAlsoShortlyAfterAnother() {
        try (CapturedLogs logs = new CapturedLogs()) {
            health.repeated(ORDERS, Work.ROWS, "UNAVAILABLE", true);
            health.settled(ORDERS, Work.ROWS);
            for (int i = 0; i < 10; i++) {
                health.repeated(ORDERS, Work.ROWS, "UNAVAILABLE", true);
                pass(Duration.ofSeconds(1));
            }

            assertThat(lines(logs)).hasSize(3);
        }
    }

    @Test
    void tellsOnceOfAnOutageThatLastsOverRebalances() {
        try (CapturedLogs logs = new CapturedLogs()) {
            for (int i = 0; i < 5; i++) {
                health.repeated(ORDERS, Work.TABLE, "503 backendError", true);
                pass(Duration.ofSeconds(20));
                health.leave(ORDERS, Work.TABLE);
                assertThat(health.has(ORDERS, Work.TABLE)).isFalse();
            }
            health.repeated(ORDERS, Work.TABLE, "503 backendError", true);
            health.settled(ORDERS, Work.TABLE);

            assertThat(lines(logs)).hasSize(2);
        }
    }

    @Test
    void endsTheTaskWhereAnOutageLastsLongerThanItMay() {
        TaskHealth impatient = new TaskHealth(() -> now, Duration.ofMinutes(5));
        impatient.repeated(ORDERS, Work.ROWS, "the Storage Write API does not see the table", true);
        pass(Duration.ofMinutes(4));
        impatient.repeated(ORDERS, Work.ROWS, "the Storage Write API does not see the table", true);
        impatient.check();

        pass(Duration.ofMinutes(2));
        impatient.repeated(ORDERS, Work.ROWS, "the Storage Write API does not see the table", true);

        assertThatThrownBy(impatient::check)
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll("p.d.orders", "does not see the table", "outage.timeout.ms");
    }

    @Test
    void endsTheTaskByItsFirstFailure() {
        health.fail(new ConnectException("first"));
        health.fail("thread x", new NoClassDefFoundError("y"));

        assertThatThrownBy(health::check).isInstanceOf(ConnectException.class).hasMessage("first");
    }

    @Test
    void saysWhatFailedWhereNobodyForesawIt() {
        health.fail("thread sink-0-write-0", new NoClassDefFoundError("y"));

        assertThatThrownBy(health::check)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("thread sink-0-write-0")
                .hasMessageContaining("NoClassDefFoundError");
    }
}
