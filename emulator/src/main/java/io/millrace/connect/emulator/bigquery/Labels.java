// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import io.millrace.connect.emulator.http.ApiException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What labels may look like (https://cloud.google.com/bigquery/docs/labels-intro, 2026-08). */
final class Labels {
    private static final int MOST = 64;
    private static final Pattern KEY = Pattern.compile("(?U)[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}");
    private static final Pattern VALUE = Pattern.compile("(?U)[\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}");

    private Labels() {}

    static void check(@Nullable Map<String, String> labels) {
        if (labels == null) {
            return;
        }
        if (labels.size() > MOST) {
            throw ApiException.invalid("Too many labels: " + labels.size() + ", at most " + MOST);
        }
        labels.forEach((key, value) -> {
            if (!KEY.matcher(key).matches()) {
                throw ApiException.invalid("Label key \"" + key + "\" has disallowed characters or is too long.");
            }
            if (value != null && !VALUE.matcher(value).matches()) {
                throw ApiException.invalid(
                        "Label value of key \"" + key + "\" has disallowed characters or is too long.");
            }
        });
    }
}
