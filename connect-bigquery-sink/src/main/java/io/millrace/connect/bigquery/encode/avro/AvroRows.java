// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.avro;

import io.millrace.connect.bigquery.encode.Contents;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import java.io.IOException;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Reads rows by Avro's own code, without what its logical types mean. One thread. */
final class AvroRows {
    private @Nullable TableShape lastShape;
    private Set<String> lastOmitted = Set.of();
    private @Nullable Schema lastSchema;

    GenericRecord read(Row row) {
        GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(null, schema(row), new GenericData());
        reader.setSchema(schema(row));
        try {
            return reader.read(null, DecoderFactory.get().binaryDecoder(row.bytes(), null));
        } catch (IOException | AvroRuntimeException notOurs) {
            throw new IllegalStateException("the row was not encoded for the shape it is said to be of", notOurs);
        }
    }

    /** Of the file that the row is for. */
    @SuppressWarnings("ReferenceEquality") // one object per live shape
    private Schema schema(Row row) {
        Schema schema = lastSchema;
        if (schema == null || row.shape() != lastShape || !row.omitted().equals(lastOmitted)) {
            schema = AvroSchemas.of(row.shape(), row.omitted());
            lastSchema = schema;
            lastShape = row.shape();
            lastOmitted = row.omitted();
        }
        return schema;
    }

    void count(Row row, Contents contents) {
        count(read(row), row.shape().columns(), contents);
    }

    private static void count(GenericRecord record, List<Column> columns, Contents contents) {
        BitSet seen = new BitSet();
        for (int i = 0; i < columns.size(); i++) {
            Object value = value(record, columns.get(i));
            Collection<?> all = value instanceof Collection<?> list ? list : value == null ? List.of() : List.of(value);
            Contents inside = contents.inside(i);
            for (Object each : all) {
                if (inside != null) {
                    count((GenericRecord) each, columns.get(i).fields(), inside);
                }
            }
            seen.set(i, !all.isEmpty());
        }
        contents.add(seen);
    }

    /** What the record has for a column; null if nothing. */
    static @Nullable Object value(GenericRecord record, Column column) {
        return record.hasField(column.name()) ? record.get(column.name()) : null;
    }
}
