// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which input column bears the name of an output column, also after unwrapping ({@code after.x}) and flattening. */
final class ColumnNames {
    private ColumnNames() {}

    /** The one path among {@code inputs} that {@code output} is named after, or null when none or several are as near. */
    static @Nullable String named(String output, Collection<String> inputs) {
        String best = null;
        int nearest = Integer.MAX_VALUE;
        boolean tied = false;
        for (String input : inputs) {
            int distance = distance(output, input);
            if (distance < nearest) {
                nearest = distance;
                best = input;
                tied = false;
            } else if (distance == nearest) {
                tied = true;
            }
        }
        return nearest == Integer.MAX_VALUE || tied ? null : best;
    }

    /** 0 for the same name; more for what lies deeper, most for the old half of a change event; MAX_VALUE for others. */
    private static int distance(String output, String input) {
        if (output.equals(input)) {
            return 0;
        }
        String end = flat(output);
        String whole = flat(input);
        if (!whole.equals(end) && !whole.endsWith("_" + end)) {
            return Integer.MAX_VALUE;
        }
        int levels = 1 + whole.length() - end.length();
        return levels + (input.startsWith("before.") || input.startsWith("source.") ? 10_000 : 0);
    }

    private static String flat(String path) {
        return path.replace('.', '_').toLowerCase(Locale.ROOT);
    }
}
