/**
 * What is in a table, and how it is made. Comes in: columns that records need, and the layout that was configured. Goes out:
 * tables and views as BigQuery's admin API takes them, and the columns of those that it answers with. Any thread.
 */
@NullMarked
package io.millrace.connect.bigquery.table.design;

import org.jspecify.annotations.NullMarked;
