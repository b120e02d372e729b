// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.model;

/** A table as routed. All three names are as BigQuery accepts them. */
public record Destination(String project, String dataset, String table) {
    /** The name as people and error messages write it: {@code project.dataset.table}. */
    @Override
    public String toString() {
        return project + "." + dataset + "." + table;
    }
}
