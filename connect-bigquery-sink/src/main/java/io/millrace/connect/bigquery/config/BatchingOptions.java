// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.millrace.connect.bigquery.deliver.DeliverySettings;
import io.millrace.connect.bigquery.write.BatchSettings;
import io.millrace.connect.bigquery.write.RetrySettings;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import java.time.Duration;
import java.util.Map;

/** How big requests are, how much memory is used, and how long things are tried. */
final class BatchingOptions {
    private static final int MIB = 1024 * 1024;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int ROWS = 50_000;
    static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

    static final Option<Integer> REQUEST_BYTES = Option.integer(
            "request.max.bytes",
            2 * MIB,
            64 * 1024,
            // Google's client stops at 10,000,000 bytes with everything that surrounds the rows.
            9 * MIB,
            "A request is sent before its rows exceed this many bytes. 1 to 4 MiB is efficient.");
    static final Option<Integer> REQUEST_ROWS = Option.integer(
                    "request.max.rows",
                    null,
                    1,
                    1_000_000,
                    "A request is sent when it has this many rows. Unset: " + InsertOptions.ROWS + " with write.method="
                            + InsertOptions.METHOD + ", which takes 50000 at most, otherwise " + ROWS + ".")
            .importance(LOW);
    static final Option<Duration> LINGER = Option.millis(
                    "linger.ms",
                    Duration.ofMillis(200),
                    Duration.ZERO,
                    HOUR,
                    "A request is sent when its first row is this old, in milliseconds, however small it is.")
            .shownAs("Linger (ms)");
    static final Option<Long> BUFFER_BYTES = Option.count(
                    "buffer.max.bytes",
                    64L * MIB,
                    MIB,
                    Long.MAX_VALUE,
                    "Bytes of encoded rows that a task holds at most. Consumption pauses when they are reached and resumes"
                            + " below half.")
            .importance(HIGH);
    static final Option<Duration> REQUEST_TIMEOUT = Option.millis(
                    "request.timeout.ms",
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(1),
                    HOUR,
                    "How long an answer is waited for before a request is given up and repeated, in milliseconds.")
            .importance(LOW)
            .shownAs("Request timeout (ms)");
    static final Option<Duration> FLUSH_TIMEOUT = Option.millis(
                    "flush.timeout.ms",
                    Duration.ofSeconds(3),
                    Duration.ZERO,
                    HOUR,
                    "How long a commit of offsets waits for rows on their way, in milliseconds. Rows that take longer are"
                            + " committed next time.")
            .importance(LOW)
            .shownAs("Flush timeout (ms)");
    static final Option<Duration> OUTAGE_TIMEOUT = Option.count(
                    "outage.timeout.ms",
                    -1L,
                    -1,
                    Long.MAX_VALUE,
                    "How long rows that BigQuery refuses for a passing reason (unavailable, quota, no answer) are repeated"
                            + " before the task fails, in milliseconds. -1 repeats them for as long as it takes: nothing is"
                            + " lost, the partitions concerned are paused, and the task goes on by itself.")
            .checked("-1, or at least 1000", BatchingOptions::ensureOutage)
            .as(Duration::ofMillis)
            .shownAs("Outage timeout (ms)");
    static final Option<Duration> BACKOFF_INITIAL = Option.millis(
                    "retry.backoff.initial.ms",
                    Duration.ofMillis(250),
                    Duration.ofMillis(1),
                    HOUR,
                    "Upper bound of the pause before the first repetition, in milliseconds; it doubles each time.")
            .importance(LOW)
            .shownAs("Initial retry backoff (ms)");
    static final Option<Duration> BACKOFF_MAX = Option.millis(
                    "retry.backoff.max.ms",
                    LONGEST_BACKOFF,
                    Duration.ofMillis(1),
                    HOUR,
                    "Upper bound of every pause between repetitions, in milliseconds.")
            .importance(LOW)
            .shownAs("Maximum retry backoff (ms)");

    static final OptionGroup GROUP = OptionGroup.of(
            "Batching",
            REQUEST_BYTES,
            REQUEST_ROWS,
            LINGER,
            BUFFER_BYTES,
            REQUEST_TIMEOUT,
            FLUSH_TIMEOUT,
            OUTAGE_TIMEOUT,
            BACKOFF_INITIAL,
            BACKOFF_MAX);

    private BatchingOptions() {}

    private static void ensureOutage(long millis) {
        if (millis != -1 && millis < 1_000) {
            throw new IllegalArgumentException(millis + " is not accepted; accepted: -1, or at least 1000");
        }
    }

    static BatchSettings readBatch(OptionValues values) {
        return readBatch(values, ROWS);
    }

    /** @param rows of a request, where the user says nothing */
    static BatchSettings readBatch(OptionValues values, int rows) {
        return new BatchSettings(
                REQUEST_BYTES.of(values),
                REQUEST_ROWS.find(values).orElse(rows),
                LINGER.of(values),
                REQUEST_TIMEOUT.of(values));
    }

    static RetrySettings readRetry(OptionValues values) {
        Duration outage = OUTAGE_TIMEOUT.of(values);
        return new RetrySettings(
                outage.isNegative() ? null : outage, BACKOFF_INITIAL.of(values), BACKOFF_MAX.of(values));
    }

    /** @param properties Connect's own among them, which say whether errors are tolerated */
    static DeliverySettings readDelivery(OptionValues values, Map<String, String> properties) {
        return new DeliverySettings(
                BUFFER_BYTES.of(values),
                FLUSH_TIMEOUT.of(values),
                "all".equalsIgnoreCase(properties.get("errors.tolerance")));
    }
}
