// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.kit.google.Endpoint;
import io.millrace.connect.kit.google.GoogleAccess;
import org.jspecify.annotations.Nullable;

/**
 * How Google is reached.
 *
 * @param bigquery where the BigQuery API is, null for Google's own address
 * @param bigqueryStorage where the Storage Write API is, null for Google's own address
 * @param cloudStorage where the Cloud Storage API is, null for Google's own address
 */
public record Connection(
        GoogleAccess access,
        @Nullable Endpoint bigquery,
        @Nullable Endpoint bigqueryStorage,
        @Nullable Endpoint cloudStorage) {}
