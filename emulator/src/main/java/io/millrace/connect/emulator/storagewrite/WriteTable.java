// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.api.services.bigquery.model.TimePartitioning;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import io.millrace.connect.emulator.store.StoredTable;
import io.millrace.connect.emulator.store.TableName;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as Storage Write sees it at one moment.
 *
 * @param partitionColumn the column by which it is partitioned in time, null where there is none
 * @param generation tells a table from a later one of the same name
 */
record WriteTable(
        TableName name,
        TableSchema schema,
        List<String> primaryKey,
        @Nullable String partitionColumn,
        long generation,
        long schemaVersion,
        Instant created,
        Instant modified) {
    static WriteTable of(StoredTable table) {
        Long created = table.metadata().getCreationTime();
        TimePartitioning partitioning = table.metadata().getTimePartitioning();
        BigInteger modified = table.metadata().getLastModifiedTime();
        return new WriteTable(
                table.name(),
                Schemas.toStorage(table.fields()),
                table.primaryKey(),
                partitioning == null ? null : partitioning.getField(),
                table.generation(),
                table.schemaVersion(),
                created == null ? Instant.EPOCH : Instant.ofEpochMilli(created),
                modified == null ? Instant.EPOCH : Instant.ofEpochMilli(modified.longValue()));
    }

    boolean sameVersion(WriteTable other) {
        return generation == other.generation
                && schemaVersion == other.schemaVersion
                && primaryKey.equals(other.primaryKey);
    }
}
