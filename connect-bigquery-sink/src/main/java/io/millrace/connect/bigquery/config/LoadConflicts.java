// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.schema.SchemaEvolution;
import io.millrace.connect.bigquery.write.load.Compression;
import io.millrace.connect.bigquery.write.load.FileFormat;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What does not go with load jobs, and what goes with nothing else. */
final class LoadConflicts {
    private static final Map<FileFormat, Set<Compression>> COMPRESSIONS = Map.of(
            FileFormat.AVRO,
            EnumSet.of(Compression.ZSTD, Compression.SNAPPY, Compression.DEFLATE, Compression.NONE),
            FileFormat.JSON,
            EnumSet.of(Compression.GZIP, Compression.NONE));

    private final Map<String, String> properties;
    private final List<Finding> findings = new ArrayList<>();

    private LoadConflicts(Map<String, String> properties) {
        this.properties = properties;
    }

    /** @param properties all of the connector's */
    static List<Finding> in(OptionValues values, TableOverrides overrides, Map<String, String> properties) {
        LoadConflicts conflicts = new LoadConflicts(properties);
        if (isUsed(values, overrides)) {
            conflicts.bucket(values, overrides);
        }
        conflicts.load(values, Option::name);
        overrides
                .valuesByTable()
                .forEach((table, ofTable) -> conflicts.load(ofTable, option -> overrides.written(table, option)));
        conflicts.evolution(values, overrides);
        return conflicts.findings.stream().distinct().toList();
    }

    /** Whether any table's rows are loaded. */
    static boolean isUsed(OptionValues values, TableOverrides overrides) {
        return Stream.concat(Stream.of(values), overrides.valuesByTable().values().stream())
                .anyMatch(LoadConflicts::loads);
    }

    /** Whether rows are loaded by these values. */
    static boolean loads(OptionValues values) {
        return WritingOptions.METHOD.of(values).equals(LoadOptions.METHOD);
    }

    private void bucket(OptionValues values, TableOverrides overrides) {
        if (LoadOptions.BUCKET_NAME.find(values).isPresent()) {
            return;
        }
        String said = loads(values)
                ? WritingOptions.METHOD.name()
                : overrides.valuesByTable().entrySet().stream()
                        .filter(table -> loads(table.getValue()))
                        .map(table -> overrides.written(table.getKey(), WritingOptions.METHOD))
                        .findFirst()
                        .orElseThrow();
        add(LoadOptions.BUCKET_NAME.name(), "must be set for " + said + "=" + LoadOptions.METHOD);
    }

    /** @param written the property that an option was written in: for all tables or for one */
    private void load(OptionValues values, Function<Option<?>, String> written) {
        if (loads(values)) {
            compression(values, written);
            interval(values, written);
        }
    }

    private void compression(OptionValues values, Function<Option<?>, String> written) {
        FileFormat format = LoadOptions.FORMAT.of(values);
        Compression compression = LoadOptions.compression(values);
        Set<Compression> accepted = COMPRESSIONS.getOrDefault(format, Set.of());
        if (accepted.contains(compression)) {
            return;
        }
        String formatOf = written.apply(LoadOptions.FORMAT);
        String compressionOf = written.apply(LoadOptions.COMPRESSION);
        String words = accepted.stream().map(LoadConflicts::word).collect(Collectors.joining(", "));
        if (formatOf.equals(LoadOptions.FORMAT.name()) || !compressionOf.equals(LoadOptions.COMPRESSION.name())) {
            add(
                    compressionOf,
                    word(compression) + " does not go with " + formatOf + "=" + word(format) + "; accepted with "
                            + word(format) + ": " + words);
        } else { // a table has a format of its own, and the compression of all others
            add(
                    formatOf,
                    word(format) + " does not go with " + compressionOf + "=" + word(compression) + "; write "
                            + formatOf.substring(
                                    0,
                                    formatOf.length()
                                            - LoadOptions.FORMAT.name().length())
                            + compressionOf + " as well, one of: " + words);
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void interval(OptionValues values, Function<Option<?>, String> written) {
        Duration least = LoadOptions.leastInterval(properties);
        if (LoadOptions.isGoogles(values) && least.compareTo(LoadOptions.DAY) > 0) {
            add(
                    written.apply(LoadOptions.INTERVAL),
                    "BigQuery takes " + LoadOptions.JOBS_A_DAY
                            + " load jobs a day for each table, less than one of each"
                            + " of tasks.max=" + properties.getOrDefault("tasks.max", "1")
                            + " tasks; accepted: tasks.max up to " + LoadOptions.JOBS_A_DAY);
            return;
        }
        LoadOptions.INTERVAL
                .find(values)
                .filter(interval -> LoadOptions.isGoogles(values) && interval.compareTo(least) < 0)
                .ifPresent(interval -> add(
                        written.apply(LoadOptions.INTERVAL),
                        interval.toMillis() + " could need more than the " + LoadOptions.JOBS_A_DAY
                                + " load jobs a day that BigQuery takes for each table, of all " + "tasks.max="
                                + properties.getOrDefault("tasks.max", "1") + " tasks together; write at least "
                                + least.toMillis()));
    }

    /** BigQuery changes no type of a table that rows are streamed into, and one set of rules holds for all tables. */
    private void evolution(OptionValues values, TableOverrides overrides) {
        if (!SchemaOptions.EVOLUTION.of(values).contains(SchemaEvolution.WIDEN_TYPES)) {
            return;
        }
        String reason =
                ": BigQuery changes no column's type while rows are streamed into the table, nor usually within five"
                        + " hours after; ";
        if (!loads(values)) {
            add(
                    SchemaOptions.EVOLUTION.name(),
                    "widen-types goes with " + WritingOptions.METHOD + "=" + LoadOptions.METHOD + " alone" + reason
                            + "accepted with the others: add-fields, relax-required, none");
            return;
        }
        overrides.valuesByTable().forEach((table, ofTable) -> {
            if (!loads(ofTable)) {
                String property = overrides.written(table, WritingOptions.METHOD);
                findings.add(new Finding(
                        property,
                        property + ": does not go with " + SchemaOptions.EVOLUTION + "=widen-types" + reason
                                + "write the table by a connector of its own, or leave widen-types out"));
            }
        });
    }

    private void add(String property, String message) {
        findings.add(new Finding(property, property + ": " + message));
    }
}
