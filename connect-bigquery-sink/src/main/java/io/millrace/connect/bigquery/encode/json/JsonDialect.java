// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.json;

import io.millrace.connect.bigquery.encode.DefaultsBy;

/** Where insertAll and load jobs read JSON differently. */
public enum JsonDialect {
    /**
     * {@code tabledata.insertAll}: a JSON column takes the text of a document, a row tells nulls from defaults. It takes
     * requests and rows of 10 MB (cloud.google.com/bigquery/quotas#streaming_inserts, 2026-08); insertId, names and brackets
     * around a row need some of it.
     */
    INSERT_ALL(9_990_000, DefaultsBy.ROW),
    /**
     * A line of a newline-delimited file: a JSON column takes the document itself, an INTERVAL column ISO 8601 with every part
     * (cloud.google.com/bigquery/docs/loading-data-cloud-storage-json, 2026-08). A file of JSON has no schema: which columns
     * have their default its load job's schema says, by lacking them. Rows may have 100 MB
     * (cloud.google.com/bigquery/quotas#load_jobs, 2026-08), the end of the line included.
     */
    LINES(99_999_999, DefaultsBy.FILE);

    private final int mostBytes;
    private final DefaultsBy defaults;

    JsonDialect(int mostBytes, DefaultsBy defaults) {
        this.mostBytes = mostBytes;
        this.defaults = defaults;
    }

    int mostBytes() {
        return mostBytes;
    }

    DefaultsBy defaults() {
        return defaults;
    }
}
