// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

/** How rows reach BigQuery: {@code write.method}. */
public enum WriteMethod {
    /** The Storage Write API over gRPC. */
    STORAGE_WRITE
}
