// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.table.design.Partitioning;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionValues;
import io.millrace.connect.kit.google.GoogleOptions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Properties that are each right and do not go together. Every finding is on the property to change. */
final class Conflicts {
    private static final Set<ColumnType> PARTITIONING =
            EnumSet.of(ColumnType.DATE, ColumnType.DATETIME, ColumnType.TIMESTAMP);

    private final OptionValues values;
    private final List<Finding> findings = new ArrayList<>();

    private Conflicts(OptionValues values) {
        this.values = values;
    }

    static List<Finding> in(OptionValues values, TableOverrides overrides) {
        Conflicts conflicts = new Conflicts(values);
        conflicts.credentials();
        CredentialOptions.GOOGLE
                .conflicts(values, CredentialOptions.OVER_HTTP, CredentialOptions.OVER_GRPC)
                .forEach(conflicts::add);
        conflicts.proxy();
        conflicts.backoff();
        conflicts.dataset();
        conflicts.layout(values, Option::name);
        overrides
                .valuesByTable()
                .forEach((table, ofTable) -> conflicts.layout(ofTable, option -> overrides.written(table, option)));
        return conflicts.findings.stream().distinct().toList();
    }

    private void credentials() {
        GoogleOptions google = CredentialOptions.GOOGLE;
        GoogleOptions.Source source = google.source.of(values);
        needs(source == GoogleOptions.Source.FILE, google.file, google.source + "=file");
        needs(source == GoogleOptions.Source.JSON, google.json, google.source + "=json");
        if (source == GoogleOptions.Source.NONE) {
            without(google.impersonate.of(values).isEmpty(), google.impersonate, google.source + "=none");
        }
    }

    private void needs(boolean needed, Option<?> option, String because) {
        if (needed && option.find(values).isEmpty()) {
            add(option, "must be set for " + because);
        }
    }

    private void without(boolean unset, Option<?> option, String because) {
        if (!unset) {
            add(option, "cannot be used with " + because);
        }
    }

    private void proxy() {
        GoogleOptions google = CredentialOptions.GOOGLE;
        boolean named = google.proxyUsername.find(values).isPresent();
        needs(
                named || google.proxyPassword.find(values).isPresent(),
                google.proxyUrl,
                "a proxy's user name and password");
        needs(named, google.proxyPassword, google.proxyUsername.name());
        needs(google.proxyPassword.find(values).isPresent(), google.proxyUsername, google.proxyPassword.name());
        google.proxyUrl
                .find(values)
                .filter(proxy -> !proxy.plaintext())
                .ifPresent(proxy -> add(
                        google.proxyUrl,
                        "a proxy is asked in plaintext for a tunnel, in which TLS is spoken with Google; write http://"
                                + proxy.authority()));
    }

    private void backoff() {
        if (BatchingOptions.BACKOFF_INITIAL.of(values).compareTo(BatchingOptions.BACKOFF_MAX.of(values)) > 0) {
            add(BatchingOptions.BACKOFF_INITIAL, "must not be above " + BatchingOptions.BACKOFF_MAX);
        }
        if (BatchingOptions.REQUEST_BYTES.of(values) > BatchingOptions.BUFFER_BYTES.of(values)) {
            add(BatchingOptions.REQUEST_BYTES, "must not be above " + BatchingOptions.BUFFER_BYTES);
        }
    }

    private void dataset() {
        boolean created = TableOptions.DATASET_CREATE.of(values);
        without(
                created || TableOptions.DATASET_ACCESS.of(values).isEmpty(),
                TableOptions.DATASET_ACCESS,
                TableOptions.DATASET_CREATE + "=false: only datasets that are created get it");
    }

    /** How the user wrote a layout property: for all tables or for one. */
    private interface Written {
        String as(Option<?> option);
    }

    private void layout(OptionValues layout, Written written) {
        partitionColumn(layout, written);
        keyed(layout, written);
        view(layout, written);
        if (LayoutOptions.read(layout).partitioning().unit() != Partitioning.Unit.NONE) {
            return;
        }
        if (LayoutOptions.PARTITION_TYPE.find(layout).isPresent()) {
            unpartitioned(
                    LayoutOptions.PARTITION_FIELD.find(layout).isPresent(),
                    written,
                    LayoutOptions.PARTITION_FIELD,
                    "cannot be used with " + LayoutOptions.PARTITION_TYPE + "=none");
        }
        String needed = "needs partitions: set " + LayoutOptions.PARTITION_TYPE;
        unpartitioned(
                LayoutOptions.PARTITION_EXPIRATION.find(layout).isPresent(),
                written,
                LayoutOptions.PARTITION_EXPIRATION,
                needed);
        unpartitioned(LayoutOptions.PARTITION_FILTER.of(layout), written, LayoutOptions.PARTITION_FILTER, needed);
    }

    /** A table that is partitioned unlike the others need not take back what was said for the others' partitions. */
    private void unpartitioned(boolean set, Written written, Option<?> option, String message) {
        boolean meantForOthers = isCommon(written, option) && !isCommon(written, LayoutOptions.PARTITION_TYPE);
        if (set && !meantForOthers) {
            add(written, option, message);
        }
    }

    private static boolean isCommon(Written written, Option<?> option) {
        return written.as(option).equals(option.name());
    }

    /** What a table with one row for each key cannot be, by BigQuery's page on change data capture of 2026-08. */
    private void keyed(OptionValues layout, Written written) {
        if (!WritingOptions.mode(layout).isKeyed()) {
            return;
        }
        if (LayoutOptions.VIEW_CREATE.of(layout)) {
            boolean ofMode = isCommon(written, LayoutOptions.VIEW_CREATE) && !isCommon(written, WritingOptions.MODE);
            add(
                    written,
                    ofMode ? WritingOptions.MODE : LayoutOptions.VIEW_CREATE,
                    "a table with " + WritingOptions.MODE + "=" + WritingOptions.MODE.of(layout)
                            + " is the current state itself, and keeps no changelog for a view; set "
                            + LayoutOptions.VIEW_CREATE + "=false, or " + WritingOptions.MODE
                            + "=append, for this table"
                            + " or for all");
        }
        if (!WritingOptions.isMerged(layout)
                && LayoutOptions.PARTITION_FILTER.of(layout)
                && LayoutOptions.MAX_STALENESS.find(layout).isEmpty()) {
            add(
                    written,
                    LayoutOptions.PARTITION_FILTER,
                    "BigQuery cannot require it while queries apply changes, which they do without "
                            + LayoutOptions.MAX_STALENESS + "; set that, or " + LayoutOptions.PARTITION_FILTER
                            + "=false");
        }
    }

    private void view(OptionValues layout, Written written) {
        if (isCommon(written, LayoutOptions.VIEW_NAME)
                && !LayoutOptions.VIEW_NAME.of(layout).contains(LayoutOptions.TABLE)) {
            add(
                    written,
                    LayoutOptions.VIEW_NAME,
                    "'" + LayoutOptions.VIEW_NAME.of(layout)
                            + "' would be the view of every table; accepted: a name with " + LayoutOptions.TABLE);
        }
        if (LayoutOptions.VIEW_CREATE.of(layout)
                && LayoutOptions.read(layout).partitioning().filterRequired()) {
            boolean ofFilter =
                    isCommon(written, LayoutOptions.VIEW_CREATE) && !isCommon(written, LayoutOptions.PARTITION_FILTER);
            add(
                    written,
                    ofFilter ? LayoutOptions.PARTITION_FILTER : LayoutOptions.VIEW_CREATE,
                    "a view of the current state reads every partition to find the latest row of each key, so BigQuery"
                            + " would refuse every query of it; set " + LayoutOptions.VIEW_CREATE + "=false or "
                            + LayoutOptions.PARTITION_FILTER + "=false, for this table or for all");
        }
    }

    /** What records hold is not known yet, but some columns' types are said. */
    private void partitionColumn(OptionValues layout, Written written) {
        Optional<String> field = LayoutOptions.PARTITION_FIELD.find(layout);
        SchemaOptions.COLUMN_TYPES.of(values).stream()
                .filter(rule -> field.isPresent() && rule.column().equalsIgnoreCase(field.get()))
                .filter(rule -> !PARTITIONING.contains(rule.type()))
                .forEach(rule -> add(
                        written,
                        LayoutOptions.PARTITION_FIELD,
                        "column " + rule.column() + " is " + rule.type() + " by " + SchemaOptions.COLUMN_TYPES
                                + "; BigQuery partitions by DATE, DATETIME or TIMESTAMP"));
    }

    private void add(Option<?> option, String message) {
        add(Option::name, option, message);
    }

    private void add(Written written, Option<?> option, String message) {
        String property = written.as(option);
        findings.add(new Finding(property, property + ": " + message));
    }
}
