// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.audit;

/** The counters as the reference lists them. */
public final class CounterReference {
    private CounterReference() {}

    /** A Markdown section. */
    public static String table() {
        StringBuilder table = new StringBuilder("## Metrics\n\n| counter | what it counts |\n|---|---|\n");
        for (Counter.Kind kind : Counter.Kind.values()) {
            table.append("| `")
                    .append(kind.text())
                    .append("` | ")
                    .append(kind.sentence())
                    .append(" |\n");
        }
        return table.toString();
    }
}
