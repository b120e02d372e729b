// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import io.millrace.connect.catalog.event.Naming.JobName;
import io.millrace.connect.catalog.observe.ColumnOrigin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of one edge, statistics apart: a complete snapshot.
 *
 * @param origins by dotted output column; only columns that exist on both ends
 * @param carrier who moves the rows
 * @param rowPrefix what stands before an output column's name where it was counted: {@code after.} of an unwrapped envelope
 */
public record EdgeSnapshot(
        JobName job,
        JobName connector,
        Carrier carrier,
        DatasetSnapshot input,
        DatasetSnapshot output,
        Map<String, List<ColumnOrigin>> origins,
        String rowPrefix) {
    public EdgeSnapshot {
        origins = Map.copyOf(origins);
    }

    /** The same without columns whose dotted paths are longer. */
    EdgeSnapshot named(int length) {
        Columns in = input.columns().named(length);
        Columns out = output.columns().named(length);
        if (in.equals(input.columns()) && out.equals(output.columns())) {
            return this;
        }
        Map<String, List<ColumnOrigin>> fewer = new HashMap<>();
        origins.forEach((column, from) -> {
            List<ColumnOrigin> named =
                    from.stream().filter(each -> each.path().length() <= length).toList();
            if (column.length() <= length && !named.isEmpty()) {
                fewer.put(column, named);
            }
        });
        return new EdgeSnapshot(job, connector, carrier, input.with(in), output.with(out), fewer, rowPrefix);
    }

    /** Who moves the rows of an edge, and so what can be said of them. */
    public enum Carrier {
        /** This source connector: rows are seen as they go to the topic. */
        SOURCE,
        /** This sink connector: rows are seen as they come, not as they are written. */
        SINK,
        /** Somebody else, as the records tell: nothing is known of the rows. */
        UPSTREAM
    }
}
