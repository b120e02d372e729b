// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.millrace.connect.emulator.faults.Fault.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTest {
    private final FaultPlan plan = new FaultPlan(7);

    /** The numbers, from 1, of the appends that something happens to. */
    private List<Integer> hits(String resource, int appends) {
        List<Integer> hits = new ArrayList<>();
        IntStream.rangeClosed(1, appends).forEach(number -> {
            if (!plan.onCall(Call.append(resource)).faults().isEmpty()) {
                hits.add(number);
            }
        });
        return hits;
    }

    @Test
    void firesAtTheWantedCallsAndNoOther() {
        plan.arm(Trigger.on("AppendRows").of("raw.a").at(3), new Fault.LoseAck());
        plan.arm(Trigger.on("AppendRows").of("raw.b").at(2).times(2), new Fault.LoseAck());
        plan.arm(Trigger.on("AppendRows").of("p.raw.c").every(3).always(), new Fault.LoseAck());

        assertThat(hits("p.raw.a", 10)).containsExactly(3);
        assertThat(hits("p.raw.b", 10)).containsExactly(2, 3);
        assertThat(hits("p.raw.c", 10)).containsExactly(3, 6, 9);
        assertThat(hits("p.raw.d", 10)).isEmpty();
    }

    @Test
    void chancesAreDecidedByTheSeed() {
        Trigger sometimes = Trigger.on("*").withProbability(0.3).always();
        plan.arm(sometimes, new Fault.LoseAck());
        List<Integer> first = hits("p.d.t", 1_000);
        FaultPlan same = new FaultPlan(7);
        same.arm(sometimes, new Fault.LoseAck());

        assertThat(first).hasSizeBetween(200, 400);
        assertThat(IntStream.rangeClosed(1, 1_000)
                        .filter(number ->
                                !same.onCall(Call.append("p.d.t")).faults().isEmpty())
                        .boxed())
                .containsExactlyElementsOf(first);
    }

    @Test
    void waitsForACallThatItCanHappenTo() {
        long id = plan.arm(Trigger.on("*"), new Fault.RowErrors(List.of(0), false));

        assertThat(plan.onCall(Call.rest("tables.get", "p.d.t")).faults()).isEmpty();
        assertThat(plan.onCall(Call.append("p.d.t")).has(Fault.RowErrors.class)).isTrue();
        assertThat(plan.firings(id)).isEqualTo(1);
        assertThat(plan.disarm(id)).isTrue();
        assertThat(plan.disarm(id)).isFalse();
    }

    @Test
    void severalFaultsHappenToOneCall() {
        plan.arm(Trigger.on("AppendRows"), new Fault.Delay(Duration.ofMillis(5), Moment.BEFORE));
        plan.arm(Trigger.on("AppendRows"), new Fault.Delay(Duration.ofMillis(7), Moment.BEFORE));
        plan.arm(Trigger.on("AppendRows"), new Fault.LoseAck());

        Disruption disruption = plan.onCall(Call.append("p.d.t"));

        assertThat(disruption.delay(Moment.BEFORE)).isEqualTo(Duration.ofMillis(12));
        assertThat(disruption.delay(Moment.AFTER)).isZero();
        assertThat(disruption.has(Fault.LoseAck.class)).isTrue();
    }

    @Test
    void jsonSaysTheSameAsCode() {
        List<FaultFormat.Line> lines = FaultFormat.parse("""
                [{"method": "AppendRows", "resource": "raw.*", "at": 3, "fault": "lose-ack"},
                 {"method": "tables.patch", "probability": 0.5, "fault": "refuse-http", "status": 503},
                 {"fault": "delay", "ms": 20, "when": "after"},
                 {"fault": "refuse", "status": "ALREADY_EXISTS", "error": "OFFSET_ALREADY_EXISTS", "message": "m"},
                 {"fault": "row-errors", "rows": [1, 4]},
                 {"every": 2, "fault": "close", "status": "ABORTED"}]
                """);

        assertThat(lines.get(0).trigger())
                .isEqualTo(Trigger.on("AppendRows").of("raw.*").at(3));
        assertThat(lines.get(0).fault()).isEqualTo(new Fault.LoseAck());
        assertThat(lines.get(1).trigger())
                .isEqualTo(Trigger.on("tables.patch").withProbability(0.5).always());
        assertThat(lines.get(2).fault()).isEqualTo(new Fault.Delay(Duration.ofMillis(20), Moment.AFTER));
        assertThat(lines.get(4).fault()).isEqualTo(new Fault.RowErrors(List.of(1, 4), false));
        assertThat(lines.get(5).trigger()).isEqualTo(Trigger.on("*").every(2).always());
        assertThat(lines.get(5).fault()).isEqualTo(new Fault.Close(Status.Code.ABORTED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"fault\": \"lose-akc\"}",
                "{\"fault\": \"lose-ack\", \"rows\": [1]}",
                "{\"fault\": \"close\", \"status\": \"NO_SUCH\"}",
                "{\"fault\": \"lose-ack\", \"at\": 0}",
                "[1]",
                "nothing"
            })
    void aMisspeltFaultIsRefused(String json) {
        assertThatThrownBy(() -> FaultFormat.parse(json)).isInstanceOf(IllegalArgumentException.class);
    }
}
