// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A task that ends while it takes this or that step of a load, by itself or cut off from Kafka with its work going on, and
 * another one that goes on from the offsets that were committed.
 */
@Timeout(120)
class LoadStepsIT {
    private static final int BEFORE = 200;
    private static final int ALL = 300;
    /** Long enough that the next task is there when the step is taken after all. */
    private static final Duration PAUSE = Duration.ofMillis(1_500);

    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    /** The steps, in their order. */
    private enum Step {
        UPLOAD("objects.insert"),
        JOB_ASKED("jobs.insert"),
        JOB_RUN("jobs.run"),
        JOB_SEEN("jobs.get"),
        DELETION("objects.delete");

        private final String method;

        Step(String method) {
            this.method = method;
        }

        private Trigger of(String dataset) {
            return Trigger.on(method)
                    .of(
                            switch (this) {
                                case UPLOAD, DELETION -> LoadBench.bucket(dataset) + "/*.avro";
                                case JOB_ASKED, JOB_SEEN -> "*" + dataset + "*";
                                case JOB_RUN -> dataset + ".*";
                            });
        }
    }

    static Stream<Arguments> ends() {
        return Stream.of(Step.values())
                .flatMap(step -> Stream.of(Moment.values())
                        .flatMap(moment -> Stream.of(true, false).map(stopped -> Arguments.of(step, moment, stopped))));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void nothingIsLostAtAnyStep(Step step, Moment moment, boolean stopped) {
        String dataset = ("steps_" + step + "_" + moment + "_" + stopped).toLowerCase(Locale.ROOT);
        long fault = emulator.faults().arm(step.of(dataset), new Fault.Delay(PAUSE, moment));
        try (SinkBench bench = LoadBench.of(emulator, dataset)) {
            SinkTaskHarness first = bench.task().produce(orders(0, 0, BEFORE));
            first.assign(ORDERS_0);
            first.pollUntil("the step", () -> emulator.faults().firings(fault) > 0);
            Map<TopicPartition, Long> committed = new HashMap<>(first.commit());
            if (stopped) {
                bench.stop(first);
            }

            SinkTaskHarness next = bench.task().committedElsewhere(committed).produce(orders(0, 0, ALL));
            next.assign(ORDERS_0);
            next.deliverAll();

            List<Object> ids = bench.column("id");
            assertThat(new HashSet<>(ids)).hasSize(ALL);
            assertThat(ids.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting())))
                    .allSatisfy((id, copies) -> assertThat(copies).isLessThanOrEqualTo(2));
            if (step == Step.DELETION) {
                assertThat(committed).containsEntry(ORDERS_0, (long) BEFORE);
                assertThat(ids).as("its rows were in the table").hasSize(ALL);
            }
        }
    }
}
