// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import com.google.common.hash.Hashing;
import io.millrace.connect.bigquery.model.Destination;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * What objects and jobs are called. Each start of a task, an incarnation, has names of its own, so that nobody's object or
 * job is ever taken for another's: {@code <prefix>/<connector>/<incarnation>/<table>/<number>.avro}.
 *
 * @param connector as Connect calls it
 * @param incarnation of letters, digits and dashes, like no other
 */
record ObjectNames(String prefix, String connector, int task, String incarnation) {
    /** Whose an object is, among its metadata. */
    static final String CONNECTOR_KEY = "millrace-connector";

    private static final String FAILED = "failed";
    /** Of a name's part; names of objects have at most 1,024 bytes. */
    private static final int LONGEST_PART = 200;

    private static final int LONGEST_LABEL = 63;

    /** What all objects of the connector begin with that wait for a job. */
    String ofConnector() {
        return folder() + part(connector) + "/";
    }

    /** What all objects of this incarnation begin with. */
    String own() {
        return ofConnector() + incarnation + "/";
    }

    /** The object that says that this incarnation lives. */
    String lease() {
        return own() + "lease";
    }

    /** The incarnation whose object this is. */
    String incarnationOf(String name) {
        String rest = name.substring(ofConnector().length());
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }

    /** An object of a table. */
    String object(Destination table, long number, String extension) {
        return own() + part(table.toString()) + "/" + String.format(Locale.ROOT, "%012d", number) + extension;
    }

    /** What all objects of the connector begin with that were set aside. */
    String failedOfConnector() {
        return folder() + FAILED + "/" + part(connector) + "/";
    }

    /** Where an object is kept that was set aside. */
    String failed(String name) {
        return failedOfConnector() + name.substring(ofConnector().length());
    }

    /** A job's id: the same for the same job, however often it is asked for. */
    String job(Destination table, long number, int attempt) {
        String hash = Hashing.sha256()
                .hashString(table.toString(), StandardCharsets.UTF_8)
                .toString()
                .substring(0, 16);
        String name = connector.replaceAll("[^A-Za-z0-9_-]", "_");
        return "millrace-" + name.substring(0, Math.min(name.length(), LONGEST_PART)) + "-" + incarnation + "-" + hash
                + "-" + number + "-" + attempt;
    }

    /** What is said of each object. */
    Map<String, String> metadata() {
        return Map.of(
                CONNECTOR_KEY, connector, "millrace-task", Integer.toString(task), "millrace-incarnation", incarnation);
    }

    /** What is said of each job; labels take lower case alone. */
    Map<String, String> labels() {
        String label = connector.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
        return Map.of(
                "millrace_connector",
                label.substring(0, Math.min(label.length(), LONGEST_LABEL)),
                "millrace_task",
                Integer.toString(task));
    }

    private String folder() {
        return prefix.isEmpty() ? "" : prefix + "/";
    }

    /** A part of a name without slashes, and without what means something in a load job's URI; different ones stay different. */
    private static String part(String text) {
        StringBuilder part = new StringBuilder();
        for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (unit >= 'a' && unit <= 'z')
                    || (unit >= 'A' && unit <= 'Z')
                    || (unit >= '0' && unit <= '9')
                    || unit == '-'
                    || unit == '_'
                    || (unit == '.' && part.length() > 0);
            if (plain) {
                part.append((char) unit);
            } else {
                part.append(String.format(Locale.ROOT, "~%02x", unit));
            }
        }
        if (part.toString().equals(FAILED)) {
            return "~66ailed"; // else the connector of this name would have what the others set aside
        }
        return part.length() <= LONGEST_PART
                ? part.toString()
                : part.substring(0, LONGEST_PART - 33)
                        + "~"
                        + Hashing.sha256()
                                .hashString(text, StandardCharsets.UTF_8)
                                .toString()
                                .substring(0, 32);
    }
}
