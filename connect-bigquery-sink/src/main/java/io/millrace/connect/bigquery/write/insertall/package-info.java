/**
 * BigQuery's streaming inserts, {@code tabledata.insertAll} of its REST API: in go batches of rows in JSON, out come their
 * results. The writer's thread decides, other threads of it only wait for answers.
 */
@NullMarked
package io.millrace.connect.bigquery.write.insertall;

import org.jspecify.annotations.NullMarked;
