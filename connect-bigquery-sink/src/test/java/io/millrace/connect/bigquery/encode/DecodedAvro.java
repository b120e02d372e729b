// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.encode.avro.AvroSchemas;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.Row;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/** Rows read back by Avro's own reader and its conversions of logical types, in the terms of {@link Decoded}. */
final class DecodedAvro {
    private DecodedAvro() {}

    static Map<String, Object> row(Row row) {
        GenericData data = new GenericData();
        data.addLogicalTypeConversion(new Conversions.DecimalConversion());
        data.addLogicalTypeConversion(new TimeConversions.DateConversion());
        data.addLogicalTypeConversion(new TimeConversions.TimeMicrosConversion());
        data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
        data.addLogicalTypeConversion(new TimeConversions.LocalTimestampMicrosConversion());
        // As BigQuery has it: from the text of a file's header.
        Schema schema = new Schema.Parser()
                .parse(AvroSchemas.of(row.shape(), row.omitted()).toString());
        BinaryDecoder in = DecoderFactory.get().binaryDecoder(row.bytes(), null);
        try {
            GenericRecord record = new GenericDatumReader<GenericRecord>(schema, schema, data).read(null, in);
            if (!in.isEnd()) {
                throw new AssertionError("bytes behind the row");
            }
            return record(record, row.shape().columns());
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static Map<String, Object> record(GenericRecord record, List<Column> columns) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (Column column : columns) {
            Object value = record.hasField(column.name()) ? record.get(column.name()) : null;
            if (value instanceof List<?> list) {
                List<Object> elements = new ArrayList<>();
                list.forEach(element -> elements.add(value(element, column)));
                if (!elements.isEmpty()) {
                    row.put(column.name(), elements);
                }
            } else if (value != null) {
                row.put(column.name(), value(value, column));
            }
        }
        return row;
    }

    private static Object value(Object value, Column column) {
        if (value instanceof GenericRecord nested) {
            return record(nested, column.fields());
        }
        if (value instanceof BigDecimal number) {
            return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        }
        if (value instanceof ByteBuffer bytes) {
            byte[] all = new byte[bytes.remaining()];
            bytes.get(all);
            return Base64.getEncoder().encodeToString(all);
        }
        return value instanceof CharSequence ? value.toString() : value;
    }
}
