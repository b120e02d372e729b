// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import org.jspecify.annotations.Nullable;

/**
 * Where a source connector read a record.
 *
 * @param system Debezium's word for the database ({@code mysql}, {@code postgresql}, …), or null when it is not said
 * @param server the connector's logical name, or null
 * @param database null when it is not said
 * @param schema null where the database has none
 * @param table the table, collection or file
 */
public record Upstream(
        @Nullable String system,
        @Nullable String server,
        @Nullable String database,
        @Nullable String schema,
        String table) {}
