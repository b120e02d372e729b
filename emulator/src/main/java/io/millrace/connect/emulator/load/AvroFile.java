// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.TableFieldSchema;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** AVRO object container files, with the codecs, names and blocks that BigQuery takes. */
final class AvroFile implements Source {
    private static final Set<String> CODECS = Set.of("null", "deflate", "snappy", "zstandard");
    private static final int BIGGEST_BLOCK = 16 << 20;

    private final AvroColumns columns;

    AvroFile(AvroColumns columns) {
        this.columns = columns;
    }

    @Override
    public Incoming read(InputStream file, List<TableFieldSchema> expected) throws IOException {
        // Plain data, without the conversions of logical types: those are BigQuery's to make.
        GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(null, null, new GenericData());
        try (DataFileStream<GenericRecord> records = new DataFileStream<>(file, reader)) {
            String codec = records.getMetaString("avro.codec");
            if (codec != null && !CODECS.contains(codec)) {
                throw new IOException("The Avro codec " + codec + " is not supported");
            }
            Schema schema = records.getSchema();
            AvroNames.check(schema);
            List<TableFieldSchema> fields = columns.of(schema, expected);
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            while (records.hasNext()) {
                if (records.getBlockSize() > BIGGEST_BLOCK) {
                    throw new IOException("An Avro data block is larger than 16 MB");
                }
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
            throw new IOException("The Apache Avro library failed to parse the file", broken);
        }
    }
}
