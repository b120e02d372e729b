// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.bigquery.encode.RowEncoders;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.RecordShapes;
import io.millrace.connect.bigquery.schema.SchemaDiff;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.ShapeMoves;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Compares what records need with what tables have, and encodes those that fit. One per task. */
final class RowMaker {
    /** What certainly fits into a request: BigQuery takes 20 MB, older endpoints 10 MB (2026-08). */
    private static final int MOST_BYTES = 9_500_000;

    private final RecordShapes shapes;
    private final RowEncoders encoders;
    private final SchemaSettings settings;

    RowMaker(RecordShapes shapes, RowEncoders encoders, SchemaSettings settings) {
        this.shapes = shapes;
        this.encoders = encoders;
        this.settings = settings;
    }

    /** See {@link RecordShapes#wantedBy}. */
    TableShape wantedBy(SinkRecord record, @Nullable TableShape live) {
        return shapes.wantedBy(record, live);
    }

    /** See {@link RecordShapes#keyColumns}. */
    List<String> keyColumns(SinkRecord record) {
        return shapes.keyColumns(record);
    }

    /**
     * The table grown so that it holds what is wanted; null if it does already.
     *
     * @throws DataException if it cannot be grown so: names the columns and what would help
     */
    @Nullable
    TableShape grown(TableShape live, TableShape wanted) {
        return SchemaDiff.between(live, wanted, settings)
                .<@Nullable TableShape>fold(() -> null, SchemaDiff.Growth::union, impossible -> {
                    throw new DataException(String.join("; ", impossible.reasons()));
                });
    }

    /** What of a table as it was does not go with the table as it is, for people. */
    String misfits(TableShape live, TableShape before) {
        return String.join("; ", ShapeMoves.between(before, live));
    }

    /** See {@link RowEncoders#encode}; also refuses rows that are too large. */
    Row encode(SinkRecord record, TableShape live, Origin origin) {
        Row row = encoders.encode(record, live, origin);
        if (row.bytes().length > MOST_BYTES) {
            throw new DataException(
                    "the row has " + row.bytes().length + " bytes, a request to BigQuery takes " + MOST_BYTES);
        }
        return row;
    }
}
