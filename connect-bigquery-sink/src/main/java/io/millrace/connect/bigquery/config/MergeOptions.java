// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.millrace.connect.bigquery.change.Truncates;
import io.millrace.connect.bigquery.write.merge.MergeSettings;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** How changes are merged into their tables: {@code upsert.strategy=merge}. */
final class MergeOptions {
    /** The word of {@code upsert.strategy}. */
    static final String STRATEGY = "merge";
    /** A project's load jobs of a day are 100,000 (cloud.google.com/bigquery/quotas#load_jobs, 2026-08). */
    static final Duration LEAST_INTERVAL = Duration.ofSeconds(10);

    private static final int KIB = 1024;
    private static final long MOST_FILE = 64L * KIB * KIB;
    /** A file and the next one, each row held twice, have room in a table's half of the buffer. */
    private static final int FILES_IN_BUFFER = 8;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Pattern SUFFIX = Pattern.compile("[A-Za-z0-9_]{1,100}");
    private static final Pattern DATASET = Pattern.compile("[A-Za-z0-9_]{1,1024}");

    /** Who gets slots first. */
    enum Priority {
        INTERACTIVE,
        BATCH
    }

    static final Option<Duration> INTERVAL = Option.millis(
                    "merge.interval.ms",
                    Duration.ofMinutes(1),
                    Duration.ofMillis(1),
                    DAY,
                    "How long a table's first change waits for company before all are merged into the table, in"
                            + " milliseconds. Each merge reads the table, or its partitions where the key holds the"
                            + " partition column: the longer the interval, the less BigQuery has to do.")
            .shownAs("Merge interval (ms)");
    static final Option<Long> MAX_ROWS = Option.count(
                    "merge.max.rows",
                    1_000_000L,
                    1,
                    Long.MAX_VALUE,
                    "So many changes of a table are merged before the interval is over.")
            .importance(LOW);
    static final Option<Priority> PRIORITY = Option.choice(
                    "merge.priority",
                    Priority.INTERACTIVE,
                    "interactive: a merge begins at once; batch: when BigQuery has slots to spare, within a day, and"
                            + " not counted as a concurrent query.")
            .importance(LOW);
    static final Option<String> SUFFIX_NAME = Option.string(
                    "merge.staging.suffix",
                    "millrace_merge",
                    "What is put behind a table's name, after an underscore, for the tables in which its changes wait,"
                            + " and the one in which it is remembered which rows were deleted.")
            .checked("letters, digits and underscores", MergeOptions::ensureSuffix)
            .importance(LOW)
            .shownAs("Suffix of staging tables");
    static final Option<String> DATASET_NAME = Option.string(
                    "merge.dataset",
                    null,
                    "The dataset of these tables, in the location of the others. It has to exist. Unset: each table's"
                            + " own.")
            .checked("a dataset's name alone", MergeOptions::ensureDataset)
            .importance(LOW)
            .shownAs("Dataset of staging tables");
    static final Option<Duration> DELETES_KEPT = Option.millis(
                    "merge.deletes.retention.ms",
                    Duration.ofDays(2),
                    DAY,
                    Duration.ofDays(3650),
                    "How long it is remembered that a row was deleted, so that a change older than that does not bring"
                            + " it back, in milliseconds, a day or more.")
            .importance(LOW)
            .shownAs("Retention of deletes (ms)");

    /** In the group of those that say what records do, since it is of all tables with one row for each key. */
    static final Option<Truncates> TRUNCATE = Option.choice(
                    "truncate",
                    Truncates.FAIL,
                    "What a record that says that the source's table was emptied is, where a table has one row for"
                            + " each key. fail: a bad record, because BigQuery can empty no table while it applies changes by"
                            + " key; ignore: skipped, the rows stay; apply: the rows go whose last change was before"
                            + " it, of tables with change.mode=upsert-delete and upsert.strategy=merge.")
            .importance(LOW);

    static final List<Option<?>> ALL = List.of(INTERVAL, MAX_ROWS, PRIORITY, SUFFIX_NAME, DATASET_NAME, DELETES_KEPT);
    static final OptionGroup GROUP = new OptionGroup("Merges", ALL);

    /** What one table may have otherwise than the connector. */
    static final List<Option<?>> PER_TABLE = List.of(INTERVAL, MAX_ROWS, PRIORITY);

    private MergeOptions() {}

    /** @param deletes whether any row is deleted */
    static WritePlan read(OptionValues values, boolean deletes) {
        long most = Math.max(64 * KIB, BatchingOptions.BUFFER_BYTES.of(values) / FILES_IN_BUFFER);
        return new WritePlan.Merge(
                BatchingOptions.readBatch(values),
                new MergeSettings(
                        new MergeSettings.Staging(
                                SUFFIX_NAME.of(values),
                                DATASET_NAME.find(values).orElse(null)),
                        new MergeSettings.Cut(INTERVAL.of(values), MAX_ROWS.of(values), Math.min(most, MOST_FILE)),
                        PRIORITY.of(values) == Priority.BATCH,
                        LoadOptions.isGoogles(values) ? LEAST_INTERVAL : Duration.ZERO,
                        deletes ? DELETES_KEPT.of(values) : null,
                        deletes && TRUNCATE.of(values) == Truncates.APPLY));
    }

    private static void ensureSuffix(String suffix) {
        if (!SUFFIX.matcher(suffix).matches()) {
            throw new IllegalArgumentException(
                    "'" + suffix + "' is not accepted; accepted: 1 to 100 letters, digits and underscores");
        }
    }

    private static void ensureDataset(String dataset) {
        if (!DATASET.matcher(dataset).matches()) {
            throw new IllegalArgumentException("'" + dataset
                    + "' is not accepted; accepted: a dataset's name alone, of letters, digits and underscores");
        }
    }
}
