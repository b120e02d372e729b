// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import com.google.common.hash.Hashing;
import io.millrace.connect.bigquery.model.Destination;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Names of staging tables and of jobs.
 *
 * @param incarnation of letters and digits, like no other
 */
record MergeNames(MergeSettings.Staging staging, String connector, int task, String incarnation) {
    static final String CONNECTOR_LABEL = "millrace_connector";
    private static final String TASK_LABEL = "millrace_task";
    private static final int LONGEST_LABEL = 63;
    /** Of a name's part; names of tables have at most 1,024 bytes, and a letter up to four. */
    private static final int LONGEST_PART = 150;

    /** Where changes of a table wait for their merge. */
    Destination staged(Destination table, long round) {
        return beside(table, ofTask() + incarnation + "_" + round);
    }

    /** Where it is remembered which of its rows were deleted; one for all tasks and connectors. */
    Destination deletes(Destination table) {
        return beside(table, "_" + staging.suffix() + "_deletes");
    }

    /** Whether a table of this name is a staging table of this task, though not of this incarnation. */
    boolean isEarlier(String table) {
        int from = table.lastIndexOf(ofTask());
        return from > 0
                && table.substring(from + ofTask().length()).matches("[0-9a-z]+_[0-9]+")
                && !table.startsWith(incarnation + "_", from + ofTask().length());
    }

    /** Where staging tables of a table are. */
    String dataset(Destination table) {
        String dataset = staging.dataset();
        return dataset == null ? table.dataset() : dataset;
    }

    private String ofTask() {
        return "_" + staging.suffix() + "_" + hash(connector).substring(0, 8) + "_" + task + "_";
    }

    /** Tables of several datasets may have one name, and their staging tables one dataset. */
    private Destination beside(Destination table, String suffix) {
        String name = table.table();
        String dataset = dataset(table);
        boolean whole = dataset.equals(table.dataset()) && name.length() <= LONGEST_PART;
        String part = whole
                ? name
                : name.substring(0, Math.min(name.length(), LONGEST_PART)) + "_"
                        + hash(table.dataset() + "." + name).substring(0, 16);
        return new Destination(table.project(), dataset, part + suffix);
    }

    /** A job's id: the same for the same work, however often it is asked for. */
    String job(Destination table, String work, int attempt) {
        String name = connector.replaceAll("[^A-Za-z0-9_-]", "_");
        return "millrace-" + name.substring(0, Math.min(name.length(), LONGEST_PART)) + "-" + task + "-" + incarnation
                + "-" + hash(table.toString()).substring(0, 16) + "-" + work + "-" + attempt;
    }

    /** What is said of each job and staging table; labels take lower case alone. */
    Map<String, String> labels() {
        String label = connector.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
        return Map.of(
                CONNECTOR_LABEL,
                label.substring(0, Math.min(label.length(), LONGEST_LABEL)),
                TASK_LABEL,
                Integer.toString(task));
    }

    private static String hash(String text) {
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
    }
}
