// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import io.millrace.connect.emulator.store.QueryResult;
import io.millrace.connect.emulator.store.TableName;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Results of queries without a destination, as the anonymous tables that clients page through. Thread-safe. */
final class Results {
    private static final String DATASET = "_anonymous_results";
    private static final long MAX_ROWS = 5_000_000;

    private final Map<TableName, QueryResult> results = new LinkedHashMap<>();
    private long rows;

    /** Keeps a result; the oldest ones go when there are too many rows. */
    synchronized TableName keep(String project, String jobId, QueryResult result) {
        TableName name = new TableName(project, DATASET, "anon_" + jobId.replaceAll("\\W", "_"));
        results.put(name, result);
        rows += result.rows().size();
        Iterator<QueryResult> oldest = results.values().iterator();
        while (rows > MAX_ROWS && results.size() > 1) {
            rows -= oldest.next().rows().size();
            oldest.remove();
        }
        return name;
    }

    synchronized @Nullable QueryResult find(TableName name) {
        return results.get(name);
    }
}
