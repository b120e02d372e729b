// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.kit.config.OptionValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Which words of {@code write.method}, {@code change.mode}, {@code delivery.guarantee} and {@code upsert.strategy} go together, one line for each
 * combination that exists. A word that is in no line is none that its property accepts.
 */
final class WritePlans {
    /** The places of the words in a combination. */
    static final int METHOD = 0;

    static final int MODE = 1;
    static final int GUARANTEE = 2;
    static final int STRATEGY = 3;

    /** The strategy where there is none: a word of all lines that append. */
    static final String CDC = "cdc";

    /** What one other word weighs; all the rest decides between as many. */
    private static final int UNLIKE = 10;

    /** How properties of one table begin. */
    private static final String ONE_TABLE = "table.";

    static final WritePlans EXISTING = new WritePlans(List.of(
            new Line(
                    List.of("storage-write", "append", "at-least-once", CDC),
                    (values, properties) -> new WritePlan.StorageAppend(BatchingOptions.readBatch(values))),
            new Line(
                    List.of("storage-write", "upsert", "at-least-once", CDC),
                    (values, properties) -> new WritePlan.ChangeCapture(BatchingOptions.readBatch(values))),
            new Line(
                    List.of("storage-write", "upsert-delete", "at-least-once", CDC),
                    (values, properties) -> new WritePlan.ChangeCapture(BatchingOptions.readBatch(values))),
            new Line(
                    List.of("storage-write", "upsert", "at-least-once", MergeOptions.STRATEGY),
                    (values, properties) -> MergeOptions.read(values, /* deletes= */ false)),
            new Line(
                    List.of("storage-write", "upsert-delete", "at-least-once", MergeOptions.STRATEGY),
                    (values, properties) -> MergeOptions.read(values, /* deletes= */ true)),
            new Line(
                    List.of(InsertOptions.METHOD, "append", "at-least-once", CDC),
                    (values, properties) -> InsertOptions.read(values)),
            new Line(
                    List.of(LoadOptions.METHOD, "append", "at-least-once", CDC),
                    (values, properties) -> new WritePlan.GcsLoad(
                            BatchingOptions.readBatch(values), LoadOptions.read(values, properties)))));

    private final List<Line> lines;

    /**
     * A combination that exists.
     *
     * @param words in their places
     * @param plan made out of the other properties, and of Connect's own
     */
    record Line(List<String> words, BiFunction<OptionValues, Map<String, String>, WritePlan> plan) {
        /** How far others are from it; what was said for one table alone is changed rather than what is said for all. */
        private int distance(List<String> properties, List<String> others) {
            int distance = 0;
            for (int i = 0; i < words.size(); i++) {
                boolean ofOneTable = properties.get(i).startsWith(ONE_TABLE);
                distance += words.get(i).equals(others.get(i)) ? 0 : ofOneTable ? UNLIKE : UNLIKE + 1;
            }
            return distance;
        }
    }

    /** @param lines what is meant by default comes first */
    WritePlans(List<Line> lines) {
        this.lines = lines;
    }

    /** The words that the property at a place accepts, its default first. */
    List<String> accepted(int place) {
        return lines.stream().map(line -> line.words().get(place)).distinct().toList();
    }

    /**
     * What words that go together mean.
     *
     * @param properties all of the connector's
     */
    WritePlan of(List<String> words, OptionValues values, Map<String, String> properties) {
        return nearest(words, words).plan().apply(values, properties);
    }

    /**
     * A finding for each word that keeps these from going together.
     *
     * @param properties whose words these are
     */
    List<Finding> conflicts(List<String> properties, List<String> words) {
        List<String> nearest = nearest(properties, words).words();
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (!words.get(i).equals(nearest.get(i))) {
                findings.add(new Finding(
                        properties.get(i),
                        properties.get(i) + ": " + words.get(i) + " does not go with "
                                + others(properties, words, i) + "; write " + properties.get(i) + "="
                                + nearest.get(i)));
            }
        }
        return findings;
    }

    private Line nearest(List<String> properties, List<String> words) {
        return lines.stream()
                .min(Comparator.comparingInt(line -> line.distance(properties, words)))
                .orElseThrow();
    }

    private static String others(List<String> properties, List<String> words, int place) {
        List<String> others = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            boolean unused = i == STRATEGY && words.get(i).equals(CDC);
            if (i != place && !unused) {
                others.add(properties.get(i) + "=" + words.get(i));
            }
        }
        return String.join(" and ", others);
    }
}
