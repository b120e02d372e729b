// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.change.ChangeMode;
import io.millrace.connect.bigquery.change.RecordFormat;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionValues;
import io.millrace.connect.kit.google.GoogleOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is told of a connector's properties when it starts: nothing that is wrong with them, but what has no effect, or
 * another one than it seems. Connect's validation has errors only, so the worker's log has to say it. A finding's message
 * is a whole sentence that begins with the property's name.
 */
final class Notices {
    private final SinkProperties read;
    private final OptionValues values;
    private final List<Finding> told = new ArrayList<>();

    private Notices(SinkProperties read) {
        this.read = read;
        this.values = SinkOptions.parse(read.translated());
    }

    /** Of properties in which nothing is wrong. */
    static List<Finding> of(SinkProperties read) {
        Notices notices = new Notices(read);
        notices.told.addAll(read.told());
        notices.told.addAll(UnknownNames.foreign(read.translated().keySet(), read.overrides()::contains));
        notices.credentials();
        notices.tables();
        notices.deadLetters();
        notices.inserts();
        notices.loads();
        notices.merges();
        notices.told.addAll(TableNotices.of(read.overrides()));
        return List.copyOf(notices.told);
    }

    private void loads() {
        boolean used = LoadConflicts.isUsed(values, read.overrides());
        String why = "no table is written by " + WritingOptions.METHOD + "=" + LoadOptions.METHOD;
        LoadOptions.ALL.forEach(option -> unless(used, option, why));
        unless(used, CredentialOptions.STORAGE, why);
        told.addAll(LoadNotices.of(read, values));
    }

    private void merges() {
        boolean used = MergeConflicts.isUsed(values, read.overrides());
        MergeOptions.ALL.forEach(option -> unless(
                used,
                option,
                "no table's changes are merged; set " + WritingOptions.STRATEGY + "=" + MergeOptions.STRATEGY + " with "
                        + WritingOptions.MODE + "=upsert or upsert-delete"));
        boolean deletes = Stream.concat(Stream.of(values), read.overrides().valuesByTable().values().stream())
                .anyMatch(one -> WritingOptions.isMerged(one) && WritingOptions.mode(one) == ChangeMode.UPSERT_DELETE);
        unless(
                deletes || !used,
                MergeOptions.DELETES_KEPT,
                "no row is deleted; set " + WritingOptions.MODE + "=upsert-delete");
    }

    private void inserts() {
        boolean used = Stream.concat(Stream.of(values), read.overrides().valuesByTable().values().stream())
                .anyMatch(seen -> WritingOptions.METHOD.of(seen).equals(InsertOptions.METHOD));
        String method = WritingOptions.METHOD + "=" + InsertOptions.METHOD;
        InsertOptions.ALL.forEach(option -> unless(used, option, "no table is written by " + method));
        Option<Integer> rows = BatchingOptions.REQUEST_ROWS;
        if (used && rows.find(values).orElse(0) > InsertOptions.MOST_ROWS) {
            told.add(new Finding(
                    rows.name(),
                    rows + " is " + InsertOptions.MOST_ROWS + " for tables that are written by " + method
                            + ": BigQuery takes no more rows in a request"));
        }
    }

    private void deadLetters() {
        unless(
                read.translated().containsKey(DeadLetterOptions.TOPIC),
                DeadLetterOptions.CONTENT,
                "there is no dead letter queue; set " + DeadLetterOptions.TOPIC);
        told.addAll(DeadLetterOptions.told(values, read.translated()));
    }

    private void credentials() {
        GoogleOptions google = CredentialOptions.GOOGLE;
        GoogleOptions.Source source = google.source.of(values);
        unused(source != GoogleOptions.Source.FILE, google.file, "is not file");
        unused(source != GoogleOptions.Source.JSON, google.json, "is not json");
    }

    private void unused(boolean idle, Option<?> option, String otherwise) {
        unless(!idle, option, CredentialOptions.GOOGLE.source + " " + otherwise);
    }

    private void tables() {
        List<OptionValues> all = Stream.concat(Stream.of(values), read.overrides().valuesByTable().values().stream())
                .toList();
        boolean created = all.stream().anyMatch(LayoutOptions.CREATE::of);
        boolean viewed = all.stream().anyMatch(LayoutOptions.VIEW_CREATE::of);
        LayoutOptions.ALL.stream()
                .filter(option -> !option.equals(LayoutOptions.CREATE))
                .filter(option -> !option.equals(LayoutOptions.VIEW_CREATE))
                .filter(option -> !option.equals(LayoutOptions.VIEW_NAME))
                .forEach(
                        option -> unless(created, option, "no table is created, as " + LayoutOptions.CREATE + " says"));
        unless(viewed, LayoutOptions.VIEW_NAME, "no view is created; set " + LayoutOptions.VIEW_CREATE);
        unless(
                WritingOptions.FORMAT.of(values) != RecordFormat.PLAIN,
                WritingOptions.INTERNAL,
                "every record is a row as it is; set " + WritingOptions.FORMAT + "=auto or debezium");
        unless(
                WritingOptions.FORMAT.of(values) != RecordFormat.PLAIN,
                WritingOptions.UNAVAILABLE,
                "every record is a row as it is; set " + WritingOptions.FORMAT + "=auto or debezium");
        boolean keyed = all.stream().anyMatch(one -> WritingOptions.mode(one).isKeyed());
        unless(
                keyed,
                LayoutOptions.MAX_STALENESS,
                "no table has one row for each key; set " + WritingOptions.MODE + "=upsert or upsert-delete");
        unless(
                keyed,
                WritingOptions.STRATEGY,
                "rows are appended; set " + WritingOptions.MODE + "=upsert or upsert-delete");
        unless(
                keyed,
                MergeOptions.TRUNCATE,
                "rows are appended, a truncate among them; set " + WritingOptions.MODE + "=upsert or upsert-delete");
        unless(
                viewed || keyed,
                WritingOptions.PRIMARY_KEY,
                "rows are appended and no view is created; set " + LayoutOptions.VIEW_CREATE + ", or "
                        + WritingOptions.MODE + "=upsert or upsert-delete");
        unless(
                !KafkaColumnOptions.COLUMNS.of(values).isEmpty(),
                KafkaColumnOptions.PREFIX,
                "there are no such columns; set " + KafkaColumnOptions.COLUMNS);
        unless(
                KafkaColumnOptions.METADATA_COLUMN.find(values).isPresent(),
                KafkaColumnOptions.METADATA_ORIGINAL,
                "there is no such column; set " + KafkaColumnOptions.METADATA_COLUMN);
    }

    /** Tells of a property that the user wrote, if it is not used. */
    private void unless(boolean used, Option<?> option, String why) {
        String name = read.writtenAs().getOrDefault(option.name(), option.name());
        if (!used && read.written().containsKey(name) && read.translated().containsKey(option.name())) {
            told.add(new Finding(name, name + " has no effect: " + why));
        }
    }
}
