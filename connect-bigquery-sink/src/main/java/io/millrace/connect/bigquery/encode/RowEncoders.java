// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Encodes records for tables. One per task, not thread-safe: all encoders write into one buffer that is reused.
 * Encoders are compiled once per (record schemas, live shape) and kept by reference, equality on a miss, bounded.
 */
public final class RowEncoders {
    private final SchemaSettings settings;
    private final Changes changes;

    public RowEncoders(SchemaSettings settings, Changes changes) {
        this.settings = settings;
        this.changes = changes;
    }

    /**
     * The record as a row of the table. Call it only for a record that fits ({@code SchemaDiff.Fits}) the live shape.
     *
     * @param live the table as it is; the row carries this very object
     * @throws DataException if a value does not fit its column: names the column and the limit, never the value
     */
    public Row encode(SinkRecord record, TableShape live, Origin origin) {
        throw new UnsupportedOperationException(settings + "" + changes + origin);
    }
}
