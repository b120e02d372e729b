// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.config.KcbqRule.Meaning;
import io.millrace.connect.kit.config.Option;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What KCBQ's upserts and deletes, which it merges, say in our properties. */
final class KcbqMerges {
    static final String UPSERT = "upsertEnabled";
    static final String DELETE = "deleteEnabled";
    static final String DELETES_ALONE = "without " + UPSERT
            + " KCBQ adds a row for each record, and a tombstone takes all rows" + " of its key away; set " + UPSERT
            + "=true for one row for each key, or write change.mode in place of both";

    private static final Duration LONGEST = Duration.ofDays(1);

    private KcbqMerges() {}

    /** Whether changes are merged: by KCBQ's name unless the user wants them captured, or by ours. */
    private static boolean isMerged(Map<String, String> written) {
        boolean upserts = KcbqReadings.flag(written, UPSERT);
        boolean keyed = upserts
                || written.getOrDefault(WritingOptions.MODE.name(), "").trim().startsWith("upsert");
        return keyed
                && written.getOrDefault(WritingOptions.STRATEGY.name(), upserts ? MergeOptions.STRATEGY : "")
                        .trim()
                        .equals(MergeOptions.STRATEGY);
    }

    static Meaning upsert(Map<String, String> written, String value) {
        if (!KcbqReadings.isTrue(value)) {
            return Meaning.NOTHING;
        }
        Map<String, String> ours = new LinkedHashMap<>();
        ours.put(WritingOptions.MODE.name(), KcbqReadings.flag(written, DELETE) ? "upsert-delete" : "upsert");
        if (!written.containsKey(WritingOptions.STRATEGY.name())) {
            ours.put(WritingOptions.STRATEGY.name(), MergeOptions.STRATEGY);
        }
        boolean grows = KcbqReadings.flag(written, "allowNewBigQueryFields")
                || written.getOrDefault(SchemaOptions.EVOLUTION.name(), "").contains("add-fields");
        return new Meaning(
                ours,
                isMerged(written) && !grows
                        ? "needs a column __sequence in its tables, by which an older change is known: new tables have"
                                + " it, to others allowNewBigQueryFields=true adds it, or ALTER TABLE"
                        : null);
    }

    static Meaning delete(Map<String, String> written, String value) {
        if (KcbqReadings.isTrue(value) && !KcbqReadings.flag(written, UPSERT)) {
            throw new IllegalArgumentException(DELETES_ALONE);
        }
        return Meaning.NOTHING;
    }

    /** Milliseconds, or -1 for none, of which KCBQ merges by {@code mergeRecordsThreshold} alone. */
    static Meaning interval(Map<String, String> written, String value) {
        if (!isMerged(written)) {
            return unused(value, "60000");
        }
        long wanted = number(value, -1, "-1, or milliseconds");
        long possible = wanted < 0
                ? LONGEST.toMillis()
                : Math.max(MergeOptions.LEAST_INTERVAL.toMillis(), Math.min(wanted, LONGEST.toMillis()));
        return new Meaning(
                Map.of(MergeOptions.INTERVAL.name(), Long.toString(possible)),
                possible == wanted
                        ? null
                        : "is taken as " + possible / 1000 + " s: changes are merged after "
                                + MergeOptions.LEAST_INTERVAL.toSeconds()
                                + " s at the earliest and a day at the latest");
    }

    /** Rows, or -1 for any number. */
    static Meaning threshold(Map<String, String> written, String value) {
        if (!isMerged(written)) {
            return unused(value, "-1");
        }
        return value.trim().equals("-1")
                ? Meaning.NOTHING
                : Meaning.of(MergeOptions.MAX_ROWS, Long.toString(number(value, 1, "-1, or a number of records")));
    }

    static Meaning suffix(Map<String, String> written, String value) {
        return isMerged(written) ? Meaning.of(MergeOptions.SUFFIX_NAME, value.trim()) : unused(value, "tmp");
    }

    private static Meaning unused(String value, String byDefault) {
        return value.isBlank() || value.trim().equals(byDefault)
                ? Meaning.NOTHING
                : Meaning.ignored("has no effect: nothing is merged without " + UPSERT + "=true, or with "
                        + WritingOptions.STRATEGY + "=cdc");
    }

    private static long number(String value, long least, String accepted) {
        try {
            long number = Long.parseLong(value.trim());
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException malformed) {
            // refused below
        }
        throw new IllegalArgumentException("'" + value + "' is not accepted; accepted: " + accepted);
    }

    /** For the migration page: what a property means where changes are merged. */
    static String where(Option<?> ours) {
        return "`" + ours + "`, where " + UPSERT + " is true; elsewhere accepted, no effect";
    }
}
