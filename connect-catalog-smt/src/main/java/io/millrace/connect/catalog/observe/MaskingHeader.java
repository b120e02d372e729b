// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.Map;
import java.util.TreeMap;

/**
 * The header in which the masking transform says what it masked in one record: {@code after.email:crypto-hash;…}, places
 * as its configuration spells them, elements and entries as {@code [*]} and {@code {*}}.
 */
final class MaskingHeader {
    private static final int MOST_COLUMNS = 1_000;

    /** What it says of a field that it could not mask and took away. */
    private static final String FAILED = "failed-";

    private MaskingHeader() {}

    /** {@code known} and what {@code said} adds, by dotted column. */
    static Map<String, String> read(String said, Map<String, String> known) {
        Map<String, String> all = new TreeMap<>(known);
        for (String entry : said.split(";", -1)) {
            int colon = entry.lastIndexOf(':');
            if (colon > 0 && all.size() < MOST_COLUMNS && !entry.endsWith("…")) {
                String how = entry.substring(colon + 1);
                all.putIfAbsent(column(entry.substring(0, colon)), how.startsWith(FAILED) ? "redact" : how);
            }
        }
        return Map.copyOf(all);
    }

    /** What lies in a list has its path; what lies under a key that may be data has the map's. */
    private static String column(String place) {
        String path = place.replace("[*]", "");
        int entries = path.indexOf("{");
        String column = entries < 0 ? path : path.substring(0, entries);
        return column.endsWith(".") ? column.substring(0, column.length() - 1) : column;
    }
}
