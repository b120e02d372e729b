// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

/** How the rows of an object are compressed. */
public enum Compression {
    /** Zstandard at level 1, Avro only; its library is Kafka's own, which each worker has. */
    ZSTD,
    /** Avro only; its library is Kafka's own, which each worker has. */
    SNAPPY,
    /** Avro only. */
    DEFLATE,
    /** JSON only: the whole file. */
    GZIP,
    NONE
}
