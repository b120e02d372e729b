// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connect.quickstart.stack.LocalCloud;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/**
 * What reached the emulator since its start, by its own count.
 *
 * @param bytes of requests, or of the objects that load jobs read
 */
record Arrived(long rows, long bytes) {
    static Arrived at(LocalCloud cloud) throws IOException {
        JsonNode tables;
        try (InputStream stats =
                URI.create(cloud.endpoint() + "/discard/stats").toURL().openStream()) {
            tables = new ObjectMapper().readTree(stats).get("tables");
        }
        long rows = 0;
        long bytes = 0;
        for (JsonNode table : tables) {
            rows += table.get("rows").asLong();
            bytes += table.get("bytes").asLong();
        }
        return new Arrived(rows, bytes);
    }

    /** The offsets are committed; what was counted must agree. */
    Arrived refuseFewerThan(long wanted, int runs) {
        if (rows < wanted) {
            throw new IllegalStateException("of " + wanted + " rows only " + rows + " arrived");
        }
        System.out.printf("arrived  %,d rows in %d runs, %d bytes a row%n", rows, runs, bytesPerRow());
        return this;
    }

    long bytesPerRow() {
        return bytes / Math.max(1, rows);
    }
}
