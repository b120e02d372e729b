// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.TableFieldSchema;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** AVRO object container files, in any codec that Avro has. */
final class AvroFile implements Source {
    private final AvroColumns columns;

    AvroFile(boolean logicalTypes, List<String> decimalTargets) {
        this.columns = new AvroColumns(logicalTypes, decimalTargets);
    }

    @Override
    public Incoming read(InputStream file, List<TableFieldSchema> expected) throws IOException {
        // Plain data, without the conversions of logical types: those are BigQuery's to make.
        GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(null, null, new GenericData());
        try (DataFileStream<GenericRecord> records = new DataFileStream<>(file, reader)) {
            Schema schema = records.getSchema();
            List<TableFieldSchema> fields = columns.of(schema, expected);
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            while (records.hasNext()) {
                GenericRecord record = records.next();
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (int i = 0; i < fields.size(); i++) {
                    Schema type = schema.getFields().get(i).schema();
                    row.put(fields.get(i).getName(), AvroValue.of(fields.get(i), type, record.get(i)));
                }
                rows.add(row);
            }
            return new Incoming(fields, rows, List.of());
        } catch (AvroRuntimeException broken) {
            throw new IOException("not a readable Avro file", broken);
        }
    }
}
