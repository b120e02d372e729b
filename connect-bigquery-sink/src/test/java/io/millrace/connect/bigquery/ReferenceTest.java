// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.bigquery.metrics.TableMetric;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.kit.metrics.Metric;
import io.millrace.connect.testkit.GeneratedPage;
import io.millrace.connect.testkit.ReferencePage;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class ReferenceTest {
    @Test
    void theReferenceSaysWhatTheCodeKnows() {
        ConfigDef def = new BigQuerySinkConnector().config();

        GeneratedPage.at("docs/reference/bigquery-sink.md").holds(ReferencePage.of(def) + oneTable() + metrics());
    }

    private static String oneTable() {
        return """
            ## One table

            Every property of tables and views (those of datasets are for all), `write.method`, `change.mode`, `upsert.strategy`,
            `primary.key`, `truncate`, `load.format`, `load.compression`, `load.interval.ms`, `load.max.bytes`, `load.max.rows`, `merge.interval.ms`,
            `merge.max.rows` and `merge.priority` can be set for one table: `table.<table>.<rest>`, the rest as in the property for all
            tables without its leading `table.`. So
            `table.orders.partition.field` is `table.partition.field` of the table `orders`, and
            `table.orders.view.create` its `view.create`. The table's name is as in BigQuery, upper and lower case
            included; with `name.sanitize=true` it may also be written as its topic is, dots and all:
            `table.shop.public.orders.create` is of `shop_public_orders`. An empty value gives the table the property's
            default, whatever the other tables have.

            An override for a table that no topic leads to does nothing. Validation reports it where it is surely a slip
            of the pen: `topics` names all topics, no transform renames them, and one of them leads to a table of almost
            that name.

            """;
    }

    private static String metrics() {
        return "## Metrics\n\n"
                + "By JMX on every worker, as `io.millrace.connect:type=…,connector=…,task=…`, and from Connect 4.1 on"
                + " among the worker's own plugin metrics.\n\n"
                + table("bigquery-sink-task", "per task", TaskMetric.values())
                + table(
                        "bigquery-sink-table",
                        "per task and table (`table=project.dataset.table`)",
                        TableMetric.values());
    }

    private static String table(String type, String per, Metric... metrics) {
        StringBuilder table = new StringBuilder("`type=" + type + "`, " + per + ":\n\n| metric | |\n|---|---|\n");
        for (Metric metric : metrics) {
            table.append("| `").append(metric.label()).append("` | ");
            table.append(ReferencePage.escaped(metric.description())).append(" |\n");
        }
        return table.append('\n').toString();
    }
}
