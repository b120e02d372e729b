// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.millrace.connect.bigquery.write.BatchSettings;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionValues;
import java.util.List;

/** Streaming inserts: requests of {@code tabledata.insertAll}. */
final class InsertOptions {
    /** The word of {@code write.method}. */
    static final String METHOD = "streaming-insert";
    /** Rows of a request that BigQuery recommends (cloud.google.com/bigquery/quotas#streaming_inserts, 2026-08). */
    static final int ROWS = 500;
    /** Rows of a request that it takes, and bytes. */
    static final int MOST_ROWS = 50_000;

    private static final int MOST_BYTES = 10_000_000;
    /** What surrounds a row of a request at most: {@code {"insertId":"…","json":…},} with 128 characters between. */
    private static final int FRAME = 152;

    /** How a request's body is sent. */
    enum Compression {
        NONE,
        GZIP
    }

    static final Option<Boolean> IDS = Option.flag(
            "insert.ids",
            true,
            "Whether each row of a streaming insert carries an insertId, its record's original topic, partition and offset, by"
                    + " which BigQuery drops most of what it gets twice within a minute or so. false: rows that are sent again"
                    + " may be there twice, and BigQuery takes more of them.");
    static final Option<Compression> COMPRESSION = Option.choice(
                    "insert.compression",
                    Compression.NONE,
                    "How the requests of streaming inserts are compressed: gzip saves most of their bytes on the way and costs"
                            + " the worker time.")
            .importance(LOW);

    static final List<Option<?>> ALL = List.of(IDS, COMPRESSION);

    private InsertOptions() {}

    static WritePlan read(OptionValues values) {
        BatchSettings common = BatchingOptions.readBatch(values, ROWS);
        int rows = Math.min(common.maxRows(), MOST_ROWS);
        BatchSettings batch = new BatchSettings(
                Math.min(common.maxBytes(), MOST_BYTES - rows * FRAME), rows, common.linger(), common.timeout());
        return new WritePlan.StreamingInsert(batch, IDS.of(values), COMPRESSION.of(values) == Compression.GZIP);
    }
}
