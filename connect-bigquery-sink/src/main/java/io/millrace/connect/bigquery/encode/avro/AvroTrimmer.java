// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.avro;

import io.millrace.connect.bigquery.encode.RowTrimmer;
import io.millrace.connect.bigquery.encode.TrimmedColumns;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Copies rows field by field, by Avro's own code. */
final class AvroTrimmer implements RowTrimmer {
    private final TrimmedColumns columns;
    private final TableShape to;

    private AvroTrimmer(TrimmedColumns columns, TableShape to) {
        this.columns = columns;
        this.to = to;
    }

    static Optional<RowTrimmer> between(TableShape from, TableShape to) {
        return TrimmedColumns.between(from, to).map(columns -> new AvroTrimmer(columns, to));
    }

    @Override
    public Row trimmed(Row row) {
        Set<String> omitted = columns.omitted(row);
        Schema schema = AvroSchemas.of(to, omitted);
        GenericRecord trimmed = trimmed(new AvroRows().read(row), row.shape().columns(), columns, schema);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(row.bytes().length);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericRecord>(schema, new GenericData()).write(trimmed, encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new IllegalStateException("a row that was read cannot be written", impossible);
        }
        return row.as(to, bytes.toByteArray(), omitted);
    }

    private static GenericRecord trimmed(
            GenericRecord record, List<Column> earlier, TrimmedColumns columns, Schema schema) {
        GenericRecord trimmed = new GenericData.Record(schema);
        Set<Integer> written = new HashSet<>();
        for (int i = 0; i < earlier.size(); i++) {
            TrimmedColumns.Move move = columns.move(i);
            Object value = AvroRows.value(record, earlier.get(i));
            if (move != null && value != null) {
                String name = move.column().name();
                trimmed.put(
                        name,
                        value(
                                value,
                                earlier.get(i),
                                move.nested(),
                                schema.getField(name).schema()));
                written.add(move.position());
            }
        }
        columns.ensureRequired(written);
        for (Column column : columns.later()) {
            boolean empty = trimmed.hasField(column.name()) && trimmed.get(column.name()) == null;
            if (empty && column.mode() == ColumnMode.REQUIRED) {
                throw columns.lacks(column);
            } else if (empty && column.mode() == ColumnMode.REPEATED) {
                trimmed.put(column.name(), List.of());
            }
        }
        return trimmed;
    }

    private static Object value(Object value, Column earlier, @Nullable TrimmedColumns inside, Schema schema) {
        if (inside == null) {
            return value;
        }
        if (value instanceof Collection<?> elements) {
            List<Object> trimmed = new ArrayList<>();
            for (Object element : elements) {
                trimmed.add(value(element, earlier, inside, schema.getElementType()));
            }
            return trimmed;
        }
        Schema record = schema.isUnion() ? schema.getTypes().get(1) : schema;
        return trimmed((GenericRecord) value, earlier.fields(), inside, record);
    }
}
