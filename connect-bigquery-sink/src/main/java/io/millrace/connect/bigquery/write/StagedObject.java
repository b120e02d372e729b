// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write;

import io.millrace.connect.bigquery.model.Destination;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An object in Cloud Storage that holds rows of one table and waits for its load job. Compared by identity: it is a piece of
 * work, not a value.
 */
public final class StagedObject {
    private final Destination table;
    private final String uri;
    private final List<OffsetRange> origins;
    private final long rows;
    private final long bytes;

    /**
     * @param uri {@code gs://bucket/name}
     * @param origins one for each partition that has rows in it
     * @param bytes of the object as it is stored
     */
    public StagedObject(Destination table, String uri, List<OffsetRange> origins, long rows, long bytes) {
        this.table = table;
        this.uri = uri;
        this.origins = List.copyOf(origins);
        this.rows = rows;
        this.bytes = bytes;
    }

    public Destination table() {
        return table;
    }

    public String uri() {
        return uri;
    }

    public List<OffsetRange> origins() {
        return origins;
    }

    public long rows() {
        return rows;
    }

    /** Bytes of the object as it is stored. */
    public long bytes() {
        return bytes;
    }

    /** For people: which object, and which records are in it. */
    @Override
    public String toString() {
        return uri + " (rows=" + rows + " of "
                + origins.stream().map(OffsetRange::toString).collect(Collectors.joining(", ")) + ")";
    }
}
