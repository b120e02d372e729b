// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import com.google.api.services.bigquery.model.JobConfigurationLoad;
import com.google.api.services.bigquery.model.TableSchema;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/** Files with one JSON object in each line, of rows that are JSON objects already. */
public final class JsonFiles implements FileForm {
    private static final int GZIP_BUFFER = 64 * 1024;

    private final boolean gzip;
    private final Function<TableShape, TableSchema> columns;

    /** @param columns those of a shape, as a load job tells them */
    public JsonFiles(Compression compression, Function<TableShape, TableSchema> columns) {
        this.gzip = compression == Compression.GZIP;
        this.columns = columns;
    }

    @Override
    public String extension() {
        return gzip ? ".json.gz" : ".json";
    }

    @Override
    public String contentType() {
        return gzip ? "application/gzip" : "application/x-ndjson";
    }

    @Override
    public byte[] of(List<Batch> batches) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (OutputStream lines = gzip ? new GZIPOutputStream(file, GZIP_BUFFER) : file) {
            for (Batch batch : batches) {
                for (Row row : batch.rows()) {
                    lines.write(row.bytes());
                    lines.write('\n');
                }
            }
        }
        return file.toByteArray();
    }

    @Override
    public void describe(JobConfigurationLoad load, TableShape shape, Set<String> omitted) {
        load.setSourceFormat("NEWLINE_DELIMITED_JSON");
        if (!omitted.isEmpty()) {
            load.setSchema(columns.apply(shape.without(omitted))); // lines have no schema that could lack them
        }
    }
}
