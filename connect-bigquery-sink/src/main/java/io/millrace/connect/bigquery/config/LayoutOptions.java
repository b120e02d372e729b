// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;

import io.millrace.connect.bigquery.route.Router;
import io.millrace.connect.bigquery.table.design.Partitioning;
import io.millrace.connect.bigquery.table.design.TableLayout;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionValues;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a table is made; every one of these can be set for one table as {@code table.<table>.<rest>}. */
final class LayoutOptions {
    /** The place of the table's name in {@link #VIEW_NAME}. */
    static final String TABLE = "${table}";

    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);
    private static final Duration SHORTEST = Duration.ofMillis(1);

    static final Option<Boolean> CREATE = Option.flag(
                    "table.create", true, "Whether a missing table is created. Otherwise it is an error that names it.")
            .importance(HIGH);
    static final Option<String> PARTITION_FIELD = Option.string(
            "table.partition.field",
            null,
            "Top-level DATE, DATETIME or TIMESTAMP column that tables are partitioned by. Unset: by time of arrival. A"
                    + " table without such a column is made without partitions, which a WARN tells.");
    static final Option<Duration> PARTITION_EXPIRATION = Option.millis(
                    "table.partition.expiration.ms",
                    null,
                    SHORTEST,
                    LONGEST,
                    "How long partitions are kept, in milliseconds; unset: as long as the table.")
            .shownAs("Table partition expiration (ms)");
    static final Option<Boolean> PARTITION_FILTER = Option.flag(
            "table.partition.filter.required", false, "Whether queries must say which partitions they read.");
    static final Option<Partitioning.Unit> PARTITION_TYPE = Option.choice(
                    "table.partition.type",
                    Partitioning.Unit.class,
                    "Length of a partition, or none for tables without partitions. Unset: day if table.partition.field"
                            + " is set, else none.")
            .dependents(PARTITION_FIELD, PARTITION_EXPIRATION, PARTITION_FILTER);
    static final Option<List<String>> CLUSTERING = Option.list(
                    "table.clustering.fields",
                    "Top-level columns that tables are clustered by, in order, at most 4; those that a table does not"
                            + " have are left out, which a WARN tells.")
            .checked("at most 4 column names", names -> Names.distinct(names, 4));
    static final Option<Map<String, String>> LABELS = Option.map("table.labels", "Labels of tables, as key:value.")
            .checked("key:value,…", LayoutOptions::ensureLabels);
    static final Option<Duration> EXPIRATION = Option.millis(
                    "table.expiration.ms",
                    null,
                    SHORTEST,
                    LONGEST,
                    "How long after their creation tables are kept, in milliseconds; unset: for ever.")
            .shownAs("Table expiration (ms)");
    static final Option<String> KMS_KEY = Option.string(
                    "table.kms.key", null, "Cloud KMS key that tables are encrypted with; unset: Google's own.")
            .checked("projects/P/locations/L/keyRings/R/cryptoKeys/K", LayoutOptions::ensureKey)
            .shownAs("Table KMS key");
    static final Option<Duration> MAX_STALENESS = Option.string(
                    "table.max.staleness",
                    null,
                    "How old a query's answer may be on tables that change by key, as an ISO-8601 duration such as"
                            + " PT15M.")
            .as("an ISO-8601 duration", LayoutOptions::duration);
    static final Option<Map<String, String>> POLICY_TAGS = Option.map(
            "table.policy.tags",
            "Policy tags of columns by the infoType that masked fields carry, as INFO_TYPE:projects/…/policyTags/….");
    static final Option<String> VIEW_NAME = Option.string(
                    "view.name",
                    "${table}_current",
                    "Name of the current-state view; ${table} stands for its table, and may be left out where the name"
                            + " is for one table only.")
            .checked("a name with ${table}", LayoutOptions::ensureViewName);
    static final Option<Boolean> VIEW_CREATE = Option.flag(
                    "view.create",
                    false,
                    "Whether tables that keep a changelog get a view of their current state: the latest row of every"
                            + " key, deleted ones gone. Needs bigquery.tables.getData; rows are written without the view"
                            + " too.")
            .dependents(VIEW_NAME);

    static final List<Option<?>> ALL = List.of(
            CREATE,
            PARTITION_TYPE,
            PARTITION_FIELD,
            PARTITION_EXPIRATION,
            PARTITION_FILTER,
            CLUSTERING,
            LABELS,
            EXPIRATION,
            KMS_KEY,
            MAX_STALENESS,
            POLICY_TAGS,
            VIEW_CREATE,
            VIEW_NAME);

    private LayoutOptions() {}

    static TableLayout read(OptionValues values) {
        return new TableLayout(
                CREATE.of(values),
                partitioning(values),
                CLUSTERING.of(values),
                new TableLayout.Options(
                        LABELS.of(values),
                        EXPIRATION.find(values).orElse(null),
                        KMS_KEY.find(values).orElse(null),
                        MAX_STALENESS.find(values).orElse(null),
                        POLICY_TAGS.of(values)),
                new TableLayout.View(
                        VIEW_CREATE.of(values),
                        VIEW_NAME.of(values),
                        VIEW_CREATE.of(values) ? WritingOptions.unsent(values) : null),
                WritingOptions.mode(values).isKeyed());
    }

    private static Partitioning partitioning(OptionValues values) {
        Partitioning.Unit unit = unit(values);
        return unit == Partitioning.Unit.NONE
                ? Partitioning.NONE
                : new Partitioning(
                        unit,
                        PARTITION_FIELD.find(values).orElse(null),
                        PARTITION_EXPIRATION.find(values).orElse(null),
                        PARTITION_FILTER.of(values));
    }

    private static Partitioning.Unit unit(OptionValues values) {
        Optional<String> field = PARTITION_FIELD.find(values);
        return PARTITION_TYPE.find(values).orElse(field.isPresent() ? Partitioning.Unit.DAY : Partitioning.Unit.NONE);
    }

    private static Duration duration(String text) {
        try {
            Duration duration = Duration.parse(text.trim());
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeException malformed) {
            // the one message below says enough
        }
        throw new IllegalArgumentException(
                "'" + text + "' is not accepted; accepted: an ISO-8601 duration such as PT15M");
    }

    private static void ensureKey(String key) {
        if (!key.matches("projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+")) {
            throw new IllegalArgumentException(
                    "'" + key + "' is not accepted; accepted: projects/P/locations/L/keyRings/R/cryptoKeys/K");
        }
    }

    /** cloud.google.com/bigquery/docs/labels-intro, 2026-08. */
    private static void ensureLabels(Map<String, String> labels) {
        labels.forEach((key, value) -> {
            if (!key.matches("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}")
                    || !value.matches("[\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}")) {
                throw new IllegalArgumentException("'" + key + ":" + value
                        + "' is not accepted; accepted: lower-case letters, digits, _ and -, at most 63, the key first"
                        + " a letter");
            }
        });
    }

    private static void ensureViewName(String name) {
        String ofTable = name.replace(TABLE, "t");
        if (name.equals(TABLE) || !Router.isTable(ofTable)) {
            throw new IllegalArgumentException("'" + name + "' is not accepted; accepted: a name with " + TABLE
                    + " that is not the table's own, of letters, digits, _, - and spaces");
        }
    }
}
