// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.change.ChangeMode;
import io.millrace.connect.bigquery.change.PrimaryKey;
import io.millrace.connect.bigquery.change.Truncates;
import io.millrace.connect.bigquery.change.UnavailableValues;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What does not go with merges, and what goes with nothing else. */
final class MergeConflicts {
    private final OptionValues values;
    private final TableOverrides overrides;
    private final List<Finding> findings = new ArrayList<>();

    private MergeConflicts(OptionValues values, TableOverrides overrides) {
        this.values = values;
        this.overrides = overrides;
    }

    static List<Finding> in(OptionValues values, TableOverrides overrides) {
        MergeConflicts conflicts = new MergeConflicts(values, overrides);
        conflicts.each(values, Option::name);
        overrides
                .valuesByTable()
                .forEach((table, ofTable) -> conflicts.each(ofTable, option -> overrides.written(table, option)));
        return conflicts.findings.stream().distinct().toList();
    }

    /** Whether any table's changes are merged. */
    static boolean isUsed(OptionValues values, TableOverrides overrides) {
        return Stream.concat(Stream.of(values), overrides.valuesByTable().values().stream())
                .anyMatch(WritingOptions::isMerged);
    }

    private void interval(OptionValues table, Function<Option<?>, String> written) {
        Duration interval = MergeOptions.INTERVAL.of(table);
        if (LoadOptions.isGoogles(values) && interval.compareTo(MergeOptions.LEAST_INTERVAL) < 0) {
            add(
                    written.apply(MergeOptions.INTERVAL),
                    interval.toMillis() + " would be more merges of a table than BigQuery gets done, and a project has"
                            + " 100,000 load jobs a day for all of its tables; write at least "
                            + MergeOptions.LEAST_INTERVAL.toMillis());
        }
    }

    private void each(OptionValues table, Function<Option<?>, String> written) {
        boolean merged = WritingOptions.isMerged(table);
        if (!merged && keepsByName(table)) {
            add(
                    WritingOptions.UNAVAILABLE.name(),
                    "keep needs tables that changes are merged into, and with " + written.apply(WritingOptions.MODE)
                            + "="
                            + WritingOptions.MODE.of(table)
                            + (WritingOptions.mode(table).isKeyed()
                                    ? " and " + written.apply(WritingOptions.STRATEGY) + "=cdc a row is"
                                            + " replaced as a whole"
                                    : " rows are appended")
                            + "; set " + WritingOptions.MODE + "=upsert or upsert-delete and " + WritingOptions.STRATEGY
                            + "=merge, or another value: fail, null or as-is");
        }
        truncate(table, merged, written);
        if (merged) {
            interval(table, written);
            layout(table, written);
        }
    }

    private void truncate(OptionValues table, boolean merged, Function<Option<?>, String> written) {
        ChangeMode mode = WritingOptions.mode(table);
        boolean applies = !mode.isKeyed() || (merged && mode == ChangeMode.UPSERT_DELETE);
        if (MergeOptions.TRUNCATE.of(table) == Truncates.APPLY && !applies) {
            add(
                    written.apply(MergeOptions.TRUNCATE),
                    "apply needs " + WritingOptions.MODE + "=upsert-delete and " + WritingOptions.STRATEGY
                            + "=merge; with "
                            + (mode == ChangeMode.UPSERT
                                    ? written.apply(WritingOptions.MODE) + "=upsert nothing takes rows away"
                                    : written.apply(WritingOptions.STRATEGY) + "=cdc BigQuery cannot empty the table")
                            + ": set these, or write fail or ignore");
        }
    }

    private static boolean keepsByName(OptionValues table) {
        return WritingOptions.UNAVAILABLE
                .find(table)
                .filter(rule -> rule == UnavailableValues.KEEP)
                .isPresent();
    }

    private void layout(OptionValues table, Function<Option<?>, String> written) {
        boolean staleByTable = !written.apply(LayoutOptions.MAX_STALENESS).equals(LayoutOptions.MAX_STALENESS.name());
        boolean onlyMerged = Stream.concat(Stream.of(values), overrides.valuesByTable().values().stream())
                .filter(one -> WritingOptions.mode(one).isKeyed())
                .allMatch(WritingOptions::isMerged);
        if (LayoutOptions.MAX_STALENESS.find(table).isPresent() && (staleByTable || onlyMerged)) {
            add(
                    written.apply(LayoutOptions.MAX_STALENESS),
                    "is for tables that BigQuery applies changes to, and these are merged into: what queries see is as"
                            + " old as "
                            + MergeOptions.INTERVAL + " and a merge make it; remove it, or set "
                            + WritingOptions.STRATEGY + "=cdc");
        }
        PrimaryKey key = WritingOptions.PRIMARY_KEY.of(table);
        if (!LayoutOptions.PARTITION_FILTER.of(table)) {
            return;
        }
        String field = LayoutOptions.PARTITION_FIELD.find(table).orElse("");
        boolean outside =
                field.isEmpty() || (!key.isRecordKey() && key.fields().stream().noneMatch(field::equalsIgnoreCase));
        if (outside) {
            add(
                    written.apply(LayoutOptions.PARTITION_FILTER),
                    "a merge looks for rows by their key, and can name partitions only where "
                            + WritingOptions.PRIMARY_KEY + " holds the column of " + LayoutOptions.PARTITION_FIELD
                            + "; BigQuery would refuse every merge: add that column to the key, or set "
                            + LayoutOptions.PARTITION_FILTER + "=false");
        }
    }

    private void add(String property, String message) {
        findings.add(new Finding(property, property + ": " + message));
    }
}
