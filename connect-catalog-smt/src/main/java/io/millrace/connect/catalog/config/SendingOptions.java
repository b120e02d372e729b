// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.config;

import io.millrace.connect.catalog.emit.ReporterSettings;
import io.millrace.connect.catalog.emit.RunStrategy;
import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** To whom, and when. */
final class SendingOptions {
    static final Option<Consumer> CONSUMER = Option.choice(
                    "consumer",
                    Consumer.OPENLINEAGE,
                    "The catalog that reads the events, which are shaped to what it really reads. For one member of a"
                            + " composite transport: consumer.<name>.")
            .importance(Importance.HIGH);

    static final Option<RunStrategy> RUNS = Option.choice(
            "run.id.strategy",
            RunStrategy.CONNECTOR,
            "What one run is: connector, one run for ever whatever restarts; daily, a new one each day (UTC), for catalogs"
                    + " that forget old runs; start, a new one with each start on a worker, ended by COMPLETE.");

    static final Option<Duration> INITIAL_DELAY = millis(
            "initial.delay.ms",
            Duration.ofSeconds(2),
            Duration.ofHours(1),
            "Between the first record of an edge and its first event, so that the event is complete.");

    static final Option<Duration> COALESCE_WINDOW = millis(
            "coalesce.window.ms",
            Duration.ofSeconds(10),
            Duration.ofDays(1),
            "How long changes of an edge are gathered before one event tells them.");

    static final Option<Duration> HEARTBEAT = millis(
            "heartbeat.interval.ms",
            Duration.ofMinutes(15),
            Duration.ofDays(7),
            "Between two events of an edge where records flow and nothing changes; each has the statistics since the last.");

    static final Option<Duration> SEND_TIMEOUT = Option.millis(
            "send.timeout.ms",
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofMinutes(10),
            "The whole of one send or registry look-up, whatever the other side does.");

    static final Option<Duration> CLOSE_TIMEOUT = millis(
            "close.timeout.ms",
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            "How long the connector's last task on a worker may wait, as it closes, for the last events to be sent.");

    static final Option<Integer> MAX_EDGES = Option.integer(
            "max.edges",
            10_000,
            1,
            1_000_000,
            "Edges (topic to table) told per connector and worker, about 10 KB of memory each; more are counted.");

    static final Option<Integer> QUEUE_CAPACITY = Option.integer(
            "queue.capacity",
            1_024,
            1,
            1_000_000,
            "Sightings of something new that wait for the reporter; records never do. More are offered again later.");

    static final OptionGroup GROUP = OptionGroup.of(
            "Sending",
            CONSUMER,
            RUNS,
            INITIAL_DELAY,
            COALESCE_WINDOW,
            HEARTBEAT,
            SEND_TIMEOUT,
            CLOSE_TIMEOUT,
            MAX_EDGES,
            QUEUE_CAPACITY);

    private SendingOptions() {}

    private static Option<Duration> millis(String name, Duration usual, Duration most, String sentence) {
        return Option.millis(name, usual, Duration.ZERO, most, sentence);
    }

    static ReporterSettings read(OptionValues values) {
        return new ReporterSettings(
                RUNS.of(values),
                INITIAL_DELAY.of(values),
                COALESCE_WINDOW.of(values),
                HEARTBEAT.of(values),
                SEND_TIMEOUT.of(values),
                MAX_EDGES.of(values),
                !NamingOptions.SOURCE_NAMESPACE.of(values).isEmpty(),
                NamingOptions.SINK_UNWRAP.of(values),
                ObserveOptions.COLUMN_LINEAGE.of(values));
    }
}
