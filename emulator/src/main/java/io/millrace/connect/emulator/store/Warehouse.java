// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store as the fronts see it.
 *
 * <p>Values of a row, by column name: INT64 {@link Long}, FLOAT64 {@link Double}, NUMERIC and BIGNUMERIC
 * {@link java.math.BigDecimal}, STRING, JSON and GEOGRAPHY {@link String}, BYTES {@code byte[]}, BOOL {@link Boolean},
 * DATE {@link java.time.LocalDate}, TIME {@link java.time.LocalTime}, DATETIME {@link java.time.LocalDateTime},
 * TIMESTAMP {@link java.time.Instant}, INTERVAL {@link Interval}, RECORD {@link Map}, REPEATED {@link List}.
 *
 * <p>Everything throws {@link WarehouseException} for what BigQuery would refuse. Thread-safe: writers take one lock
 * in turn, each write is one transaction; readers never wait.
 */
public interface Warehouse extends AutoCloseable {
    Dataset createDataset(Dataset dataset);

    Optional<Dataset> dataset(DatasetName name);

    List<Dataset> datasets(String project);

    /** Replaces the metadata; {@code etag}, where given, must be the current one. */
    Dataset updateDataset(DatasetName name, Dataset wanted, @Nullable String etag);

    void deleteDataset(DatasetName name, boolean deleteContents);

    StoredTable createTable(Table table);

    Optional<StoredTable> table(TableName name);

    List<StoredTable> tables(DatasetName dataset);

    /** Replaces the metadata, altering the table where the schema differs; only additions and relaxations pass. */
    StoredTable updateTable(TableName name, Table wanted, @Nullable String etag);

    void deleteTable(TableName name);

    /**
     * Appends rows in one transaction: all or none. Absent columns take their default, else null (REPEATED: empty).
     * Unknown columns and nulls in REQUIRED columns are refused.
     */
    void insert(TableName table, List<Map<String, @Nullable Object>> rows);

    /**
     * Applies changes by primary key in one transaction: a change wins over what is there, deletes included, when its
     * sequence number is equal or higher.
     */
    void applyChanges(TableName table, List<Change> changes);

    /** Runs a SELECT in GoogleSQL; unqualified datasets are of {@code project}. */
    QueryResult query(String project, String googleSql);

    /** Rows in table, in the order of storage. */
    QueryResult rows(TableName table, long offset, long limit);

    long rowCount(TableName table);

    @Override
    void close();
}
