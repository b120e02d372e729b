/**
 * Datasets, tables, views and access as BigQuery keeps them: in comes the shape that records want, out comes the live
 * table's shape. While records flow it alone calls BigQuery's admin API, on threads {@code …-table-N}, as many as there are
 * unanswered calls; answers are posted, never waited for.
 */
@NullMarked
package io.millrace.connect.bigquery.table;

import org.jspecify.annotations.NullMarked;
