// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Lists of column names, which BigQuery compares without regard to case. */
final class Names {
    private Names() {}

    /** Throws IllegalArgumentException if there are more than {@code most} or one comes twice. */
    static List<String> distinct(List<String> names, int most) {
        if (names.size() > most) {
            throw new IllegalArgumentException(names.size() + " names are too many; accepted: at most " + most);
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isBlank() || !seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("'" + name + "' is empty or given twice");
            }
        }
        return names;
    }
}
