// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import com.google.api.services.bigquery.model.JobConfigurationLoad;
import com.google.api.services.bigquery.model.TableSchema;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;

/** Avro object container files of rows that are Avro data already. */
public final class AvroFiles implements FileForm {
    /** Rows are compressed in blocks of about so many bytes: larger ones compress no better at zstd's level 1. */
    private static final int BLOCK = 256 * 1024;
    /** The fastest: the next ones cost more time than their few percent save. */
    private static final int ZSTD_LEVEL = 1;
    /** zlib's own default. */
    private static final int DEFLATE_LEVEL = 6;

    /** Of these a decimal becomes the first that holds its precision and scale. */
    private static final List<String> DECIMAL_TARGETS = List.of("NUMERIC", "BIGNUMERIC");

    private final Compression compression;
    private final BiFunction<TableShape, Set<String>, Schema> schemas;
    private final Function<TableShape, Optional<TableShape>> untold;
    private final Function<TableShape, TableSchema> columns;

    /**
     * @param schemas the schema of rows of a shape in a file that lacks some of its columns
     * @param untold the columns of such rows where that schema does not tell BigQuery all of their types
     * @param columns the same as a load job tells them
     */
    public AvroFiles(
            Compression compression,
            BiFunction<TableShape, Set<String>, Schema> schemas,
            Function<TableShape, Optional<TableShape>> untold,
            Function<TableShape, TableSchema> columns) {
        this.compression = compression;
        this.schemas = schemas;
        this.untold = untold;
        this.columns = columns;
    }

    @Override
    public String extension() {
        return ".avro";
    }

    @Override
    public String contentType() {
        return "application/avro";
    }

    @Override
    public byte[] of(List<Batch> batches) throws IOException {
        Row first = batches.get(0).rows().get(0);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (DataFileWriter<Object> writer = new DataFileWriter<>(new GenericDatumWriter<>())) {
            writer.setCodec(codec()).setSyncInterval(BLOCK);
            writer.create(schemas.apply(first.shape(), first.omitted()), file);
            for (Batch batch : batches) {
                for (Row row : batch.rows()) {
                    writer.appendEncoded(ByteBuffer.wrap(row.bytes()));
                }
            }
        }
        return file.toByteArray();
    }

    private CodecFactory codec() {
        return switch (compression) {
            case ZSTD -> CodecFactory.zstandardCodec(ZSTD_LEVEL);
            case SNAPPY -> CodecFactory.snappyCodec();
            case DEFLATE -> CodecFactory.deflateCodec(DEFLATE_LEVEL);
            case GZIP, NONE -> CodecFactory.nullCodec();
        };
    }

    @Override
    public void describe(JobConfigurationLoad load, TableShape shape, Set<String> omitted) {
        load.setSourceFormat("AVRO").setUseAvroLogicalTypes(true).setDecimalTargetTypes(DECIMAL_TARGETS);
        untold.apply(shape).ifPresent(all -> load.setSchema(columns.apply(all.without(omitted))));
    }
}
