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
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What does not go with load jobs, and what goes with nothing else. */
final class LoadConflicts {
    private static final Map<FileFormat, Set<Compression>> COMPRESSIONS = Map.of(
            FileFormat.AVRO,
            EnumSet.of(Compression.ZSTD, Compression.SNAPPY, Compression.DEFLATE, Compression.NONE),
            FileFormat.JSON,
            EnumSet.of(Compression.GZIP, Compression.NONE));

    private final OptionValues values;
    private final List<Finding> findings = new ArrayList<>();

    private LoadConflicts(OptionValues values) {
        this.values = values;
    }

    /** @param properties all of the connector's */
    static List<Finding> in(OptionValues values, TableOverrides overrides, Map<String, String> properties) {
        LoadConflicts conflicts = new LoadConflicts(values);
        if (isUsed(values, overrides)) {
            conflicts.bucket();
            conflicts.compression();
            conflicts.interval(properties);
        }
        conflicts.evolution();
        return conflicts.findings;
    }

    /** Whether any table's rows are loaded. */
    static boolean isUsed(OptionValues values, TableOverrides overrides) {
        return Stream.concat(Stream.of(values), overrides.valuesByTable().values().stream())
                .anyMatch(LoadConflicts::loads);
    }

    private static boolean loads(OptionValues values) {
        return WritingOptions.METHOD.of(values).equals(LoadOptions.METHOD);
    }

    private void bucket() {
        if (LoadOptions.BUCKET_NAME.find(values).isEmpty()) {
            add(LoadOptions.BUCKET_NAME, "must be set for " + WritingOptions.METHOD + "=" + LoadOptions.METHOD);
        }
    }

    private void compression() {
        FileFormat format = LoadOptions.FORMAT.of(values);
        Compression compression = LoadOptions.compression(values);
        if (!COMPRESSIONS.getOrDefault(format, Set.of()).contains(compression)) {
            add(
                    LoadOptions.COMPRESSION,
                    (format == FileFormat.AVRO
                            ? "gzip is for load.format=json; accepted with avro: zstd, snappy, deflate, none"
                            : "is for load.format=avro; accepted with json: gzip, none"));
        }
    }

    private void interval(Map<String, String> properties) {
        Duration least = LoadOptions.leastInterval(properties);
        LoadOptions.INTERVAL
                .find(values)
                .filter(interval -> LoadOptions.isGoogles(values) && interval.compareTo(least) < 0)
                .ifPresent(interval -> add(
                        LoadOptions.INTERVAL,
                        interval.toMillis() + " could need more than the " + LoadOptions.JOBS_A_DAY
                                + " load jobs a day that BigQuery takes for each table, of all " + "tasks.max="
                                + properties.getOrDefault("tasks.max", "1") + " tasks together; write at least "
                                + least.toMillis()));
    }

    private void evolution() {
        if (SchemaOptions.EVOLUTION.of(values).contains(SchemaEvolution.WIDEN_TYPES)) {
            add(
                    SchemaOptions.EVOLUTION,
                    "widen-types cannot be used: BigQuery changes no column's type while data streams into the table, and"
                            + " does not load what was put into Cloud Storage before the change; accepted: add-fields,"
                            + " relax-required, none");
        }
    }

    private void add(Option<?> option, String message) {
        findings.add(new Finding(option.name(), option + ": " + message));
    }
}
