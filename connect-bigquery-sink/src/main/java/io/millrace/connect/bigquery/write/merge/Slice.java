// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A part of a round's changes, where BigQuery takes no statement for all of them: it changes 4,000 partitions at a time
 * (cloud.google.com/bigquery/quotas#partitioned_tables, 2026-11). Changes of one key are in one slice, and those of a day, so
 * that each slice is of fewer partitions.
 *
 * @param number from 0
 * @param of how many there are
 * @param column by which the table is partitioned; null where changes have none
 */
record Slice(int number, int of, @Nullable String column) {
    private static final int MOST = 4096;
    /** Of a date or time as text, the day. */
    private static final int DAY = 10;

    static Slice all(@Nullable String column) {
        return new Slice(0, 1, column);
    }

    /** The one after it; empty after the last. */
    Optional<Slice> next() {
        return number + 1 < of ? Optional.of(new Slice(number + 1, of, column)) : Optional.empty();
    }

    /** The first of twice as many; empty where there are many already. */
    Optional<Slice> smaller() {
        return of < MOST ? Optional.of(new Slice(0, of * 2, column)) : Optional.empty();
    }

    /** What its step is called beside the others. */
    String step() {
        return of == 1 ? "merge" : "merge-" + of + "-" + number;
    }

    /**
     * Whether a change is in it; empty if all are.
     *
     * @param partition the value of {@link #column}, as a change has it
     */
    String holds(String alias, MatchedKey key, String partition) {
        if (of == 1) {
            return "";
        }
        String keyed = key.columns().stream()
                .map(name -> "CAST(" + alias + ".`" + name + "` AS STRING)")
                .collect(Collectors.joining(", '/', ", "CONCAT(", ")"));
        String group = column == null
                ? keyed
                : "IFNULL(SUBSTR(CAST(" + partition + " AS STRING), 1, " + DAY + "), " + keyed + ")";
        return "MOD(MOD(FARM_FINGERPRINT(" + group + "), " + of + ") + " + of + ", " + of + ") = " + number;
    }
}
