/**
 * Records that cannot be written: in comes the record and why, out goes a report to Connect's errant-record reporter, or
 * the task's failure. Owned by the task thread.
 */
@NullMarked
package io.millrace.connect.bigquery.reject;

import org.jspecify.annotations.NullMarked;
