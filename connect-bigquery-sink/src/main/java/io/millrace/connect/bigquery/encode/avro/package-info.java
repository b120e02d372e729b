/**
 * Rows as Avro data, as load jobs take them in object container files. Comes in: columns and how their values are read. Goes
 * out: the writers of a row, and the schema that explains it to BigQuery. Task thread, but for what says otherwise.
 */
@NullMarked
package io.millrace.connect.bigquery.encode.avro;

import org.jspecify.annotations.NullMarked;
