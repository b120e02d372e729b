/**
 * Load jobs: objects of a bucket or an upload come in, are read as NDJSON, CSV, Avro or Parquet, and go to a table in
 * one transaction. On the thread of the job's caller.
 */
@NullMarked
package io.millrace.connect.emulator.load;

import org.jspecify.annotations.NullMarked;
