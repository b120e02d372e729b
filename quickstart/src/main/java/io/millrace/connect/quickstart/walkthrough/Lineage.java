// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.walkthrough;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What the catalog was told, read from the file of events. */
public final class Lineage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Lineage() {}

    /**
     * Waits until events name as many BigQuery tables as there are.
     *
     * @return how many events there are about which tables, for a person to read
     */
    public static String awaitEdges(Path events, int tables) {
        try {
            Awaitility.await("lineage")
                    .atMost(LIMIT)
                    .until(() -> outputs(events).size() >= tables);
        } catch (ConditionTimeoutException late) {
            throw new IllegalStateException("lineage: events name the tables " + outputs(events) + " only", late);
        }
        return count(events) + " OpenLineage events about " + String.join(", ", outputs(events));
    }

    private static Set<String> outputs(Path events) {
        Set<String> names = new TreeSet<>();
        for (String line : lines(events).split("\n", -1)) {
            try {
                for (JsonNode output : JSON.readTree(line).path("outputs")) {
                    if (output.path("namespace").asText().equals("bigquery")) {
                        names.add(output.path("name").asText());
                    }
                }
            } catch (JsonProcessingException unfinished) {
                // the line is being written: the next look reads it whole
            }
        }
        return names;
    }

    private static long count(Path events) {
        return lines(events).lines().count();
    }

    private static String lines(Path events) {
        try {
            return Files.exists(events) ? Files.readString(events) : "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
