// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.millrace.connect.bigquery.write.load.Compression;
import io.millrace.connect.bigquery.write.load.FileFormat;
import io.millrace.connect.bigquery.write.load.LoadSettings;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import io.millrace.connect.kit.google.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** How rows are loaded from Cloud Storage: {@code write.method=gcs-load}. */
final class LoadOptions {
    /** The word of {@code write.method}. */
    static final String METHOD = "gcs-load";
    /** Load jobs of one table in a day, failed ones included (cloud.google.com/bigquery/quotas#load_jobs, 2026-08). */
    static final int JOBS_A_DAY = 1_500;
    /** Load jobs of a project in a day, likewise. */
    static final int JOBS_OF_PROJECT = 100_000;

    private static final int MIB = 1024 * 1024;
    /** An object and the next one, each row held twice, have room in a table's half of the buffer. */
    private static final int OBJECTS_IN_BUFFER = 8;

    static final Duration DAY = Duration.ofDays(1);
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");
    /** What Cloud Storage refuses besides (cloud.google.com/storage/docs/buckets#naming, 2026-08). */
    private static final Pattern NO_BUCKET =
            Pattern.compile("\\.\\.|\\.-|-\\.|^goog|google|g00gle|^(\\d{1,3}\\.){3}\\d{1,3}$|[^.]{64}");

    private static final Pattern PREFIX = Pattern.compile("[ -~&&[^*?\\[\\]#]]{0,300}");

    static final Option<String> BUCKET_NAME = Option.string(
                    "gcs.bucket",
                    null,
                    "The Cloud Storage bucket in which rows wait for their load jobs, in the location of the datasets."
                            + " It may be shared: each connector has a folder of its own in it.")
            .checked("a bucket's name", LoadOptions::ensureBucket)
            .shownAs("Cloud Storage bucket");
    static final Option<String> PREFIX_NAME = Option.string(
                    "gcs.prefix",
                    "millrace",
                    "What the names of all objects begin with. Objects that BigQuery does not load are kept under"
                            + " failed/ in it.")
            .as("a folder's name; no *, ?, #, [, ] or //", LoadOptions::prefix)
            .shownAs("Cloud Storage prefix");
    static final Option<Boolean> BUCKET_CREATE = Option.flag(
                    "gcs.bucket.create",
                    false,
                    "Whether a missing bucket is created, in the location of the dataset. Otherwise it is an error"
                            + " that names it.")
            .shownAs("Create the Cloud Storage bucket");
    static final Option<FileFormat> FORMAT = Option.choice(
            "load.format",
            FileFormat.AVRO,
            "What objects in Cloud Storage are. avro: Avro object container files; json: a JSON object in each line,"
                    + " for who reads them as well, at more CPU and more bytes.");
    static final Option<Compression> COMPRESSION = Option.choice(
            "load.compression",
            Compression.class,
            "How they are compressed. avro: zstd (the default), snappy, deflate or none; json: gzip (the default) or"
                    + " none.");
    static final Option<Duration> INTERVAL = Option.millis(
                    "load.interval.ms",
                    null,
                    Duration.ofMillis(1),
                    DAY,
                    "How long a table's first row waits for company before all are loaded by one job, in milliseconds."
                            + " By default a minute for each of tasks.max: BigQuery takes 1,500 load jobs a day for each"
                            + " table, of all tasks together, and validation refuses an interval that could need more.")
            .shownAs("Load interval (ms)");
    static final Option<Long> MAX_BYTES = Option.count(
            "load.max.bytes",
            64L * MIB,
            64 * 1024,
            1024L * MIB,
            "An object is uploaded when its rows have this many encoded bytes, before compression; or an eighth of"
                    + " buffer.max.bytes, if that is less. It does not wait for the interval, its load job does.");
    static final Option<Long> MAX_ROWS = Option.count(
                    "load.max.rows", 1_000_000L, 1, Long.MAX_VALUE, "An object is uploaded when it has this many rows.")
            .importance(LOW);
    static final Option<Duration> RETENTION = Option.count(
                    "gcs.retention.ms",
                    -1L,
                    -1,
                    Long.MAX_VALUE,
                    "How long objects are kept under failed/ that BigQuery did not load, in milliseconds; -1 for ever.")
            .importance(LOW)
            .as(Duration::ofMillis)
            .shownAs("Retention of failed objects (ms)");

    static final List<Option<?>> ALL = List.of(
            BUCKET_NAME, PREFIX_NAME, BUCKET_CREATE, FORMAT, COMPRESSION, INTERVAL, MAX_BYTES, MAX_ROWS, RETENTION);
    static final OptionGroup GROUP = new OptionGroup("Load jobs", ALL);

    /** What one table may have otherwise than the connector: not where its objects are, which all share. */
    static final List<Option<?>> PER_TABLE = List.of(FORMAT, COMPRESSION, INTERVAL, MAX_BYTES, MAX_ROWS);

    private LoadOptions() {}

    /** @param properties Connect's own among them, which say how many tasks there may be */
    static LoadSettings read(OptionValues values, Map<String, String> properties) {
        Duration retention = RETENTION.of(values);
        long most = Math.max(64 * 1024, BatchingOptions.BUFFER_BYTES.of(values) / OBJECTS_IN_BUFFER);
        return new LoadSettings(
                new LoadSettings.Place(
                        BUCKET_NAME.find(values).orElse(""), PREFIX_NAME.of(values), BUCKET_CREATE.of(values)),
                new LoadSettings.FileSettings(FORMAT.of(values), compression(values)),
                new LoadSettings.Cut(
                        interval(values, properties), Math.min(most, MAX_BYTES.of(values)), MAX_ROWS.of(values)),
                isGoogles(values) ? leastInterval(properties) : Duration.ZERO,
                retention.isNegative() ? null : retention);
    }

    static Compression compression(OptionValues values) {
        return COMPRESSION
                .find(values)
                .orElse(FORMAT.of(values) == FileFormat.AVRO ? Compression.ZSTD : Compression.GZIP);
    }

    static Duration interval(OptionValues values, Map<String, String> properties) {
        return INTERVAL.find(values).orElse(Duration.ofMinutes(Math.min(tasks(properties), DAY.toMinutes())));
    }

    /** The interval at which the jobs of all tasks for one table are as many as BigQuery takes. */
    static Duration leastInterval(Map<String, String> properties) {
        return DAY.multipliedBy(tasks(properties)).dividedBy(JOBS_A_DAY);
    }

    /** Whether it is Google whose quotas count: an emulator on the same machine has none. */
    static boolean isGoogles(OptionValues values) {
        return CredentialOptions.BIGQUERY.find(values).stream().noneMatch(Endpoint::loopback);
    }

    static long tasks(Map<String, String> properties) {
        try {
            return Math.max(
                    1, Long.parseLong(properties.getOrDefault("tasks.max", "1").trim()));
        } catch (NumberFormatException refusedByConnect) {
            return 1;
        }
    }

    private static void ensureBucket(String name) {
        if (!BUCKET.matcher(name).matches() || NO_BUCKET.matcher(name).find()) {
            throw new IllegalArgumentException("'" + name
                    + "' is not accepted; accepted: a bucket's name alone, of lower-case letters, digits, -, _ and"
                    + " single dots, without gs://, no address like 192.168.1.1, and without google");
        }
    }

    /** Of several slashes in a row BigQuery reads one, and finds no object (…/batch-loading-data, 2026-08). */
    private static String prefix(String written) {
        String prefix = written.trim().replaceAll("^/+|/+$", "");
        if (!PREFIX.matcher(prefix).matches() || prefix.contains("//")) {
            throw new IllegalArgumentException("'" + written
                    + "' is not accepted; accepted: a folder's name of at most 300 ASCII characters without *,"
                    + " ?, #, [, ] and //");
        }
        return prefix;
    }
}
