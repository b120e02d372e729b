// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import java.util.Set;

/**
 * The columns with a default that a row has no value for.
 *
 * @param nulls those that are NULL: the record has such a field
 * @param defaults those that take their default: the record has none
 */
public record Missing(Set<String> nulls, Set<String> defaults) {
    /** Of a table none of whose columns has a default. */
    public static final Missing NOTHING = new Missing(Set.of(), Set.of());

    public Missing {
        nulls = Set.copyOf(nulls);
        defaults = Set.copyOf(defaults);
    }
}
