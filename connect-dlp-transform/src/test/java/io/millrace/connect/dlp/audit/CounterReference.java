// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.audit;

/** The counters as the reference lists them. */
public final class CounterReference {
    private CounterReference() {}

    /** A Markdown section. */
    public static String table() {
        StringBuilder table = new StringBuilder("## Metrics\n\nBy JMX on every worker, as"
                + " `io.millrace.connect:type=dlp-transform-task,connector=…,task=…,transform=…`, and from Connect 4.1 on"
                + " among the worker's own plugin metrics.\n\n| metric | by | |\n|---|---|---|\n");
        for (DlpMetric metric : DlpMetric.values()) {
            table.append("| `")
                    .append(metric.label())
                    .append("` | ")
                    .append(String.join(", ", metric.tags()))
                    .append(" | ")
                    .append(metric.description())
                    .append(" |\n");
        }
        return table.toString();
    }
}
