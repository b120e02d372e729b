// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteSettings;
import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.StreamWriter;
import com.google.protobuf.ByteString;
import io.millrace.connect.bigquery.encode.avro.AvroSchemas;
import io.millrace.connect.bigquery.encode.proto.WriterSchema;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.emulator.Emulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/** The emulator, and what there is of Google's clients to send it rows of each form and to ask for them. */
final class StoredTables implements AutoCloseable {
    private static final String PROJECT = "p";

    private final Emulator emulator = Emulator.builder().start();
    private final HttpClient http = HttpClient.newHttpClient();
    private final BigQuery bigquery;
    private final BigQueryWriteClient write;
    private int made;

    StoredTables() throws IOException {
        this.bigquery = BigQueryOptions.newBuilder()
                .setProjectId(PROJECT)
                .setHost(emulator.restEndpoint())
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
        this.write = BigQueryWriteClient.create(BigQueryWriteSettings.newBuilder()
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setTransportChannelProvider(InstantiatingGrpcChannelProvider.newBuilder()
                        .setEndpoint(emulator.grpcEndpoint())
                        .setChannelConfigurator(channel -> channel.usePlaintext())
                        .build())
                .build());
        bigquery.create(DatasetInfo.of("d"));
        post("/storage/v1/b?project=" + PROJECT, "{\"name\":\"bucket\"}".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        write.close();
        emulator.close();
    }

    /** A new table; answers its name. */
    String table(TableShape shape) {
        String table = "t" + made++;
        StandardTableDefinition definition = StandardTableDefinition.of(schema(shape, Set.of()));
        bigquery.create(TableInfo.of(TableId.of("d", table), definition));
        return table;
    }

    /** Sends rows, all of one shape and for one file or request, as their form is sent. */
    void send(Form form, String table, List<Row> rows) throws Exception {
        switch (form) {
            case PROTO -> append(table, rows);
            case INSERT -> insert(table, rows);
            case LINES -> load(table, lines(rows), FormatOptions.json(), rows.get(0));
            case AVRO -> load(table, avro(rows), FormatOptions.avro(), rows.get(0));
        }
    }

    private void append(String table, List<Row> rows) throws Exception {
        ProtoRows.Builder serialized = ProtoRows.newBuilder();
        rows.forEach(row -> serialized.addSerializedRows(ByteString.copyFrom(row.bytes())));
        String stream = "projects/" + PROJECT + "/datasets/d/tables/" + table + "/streams/_default";
        ProtoSchema schema = ProtoSchema.newBuilder()
                .setProtoDescriptor(WriterSchema.of(rows.get(0).shape()))
                .build();
        try (StreamWriter writer = StreamWriter.newBuilder(stream, write)
                .setWriterSchema(schema)
                .setTraceId("test:stored-rows")
                .build()) {
            assertThat(writer.append(serialized.build()).get().getRowErrorsList())
                    .isEmpty();
        }
    }

    private void insert(String table, List<Row> rows) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes("{\"rows\":[".getBytes(StandardCharsets.UTF_8));
        String comma = "";
        for (Row row : rows) {
            request.writeBytes((comma + "{\"json\":").getBytes(StandardCharsets.UTF_8));
            request.writeBytes(row.bytes());
            request.write('}');
            comma = ",";
        }
        request.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        String path = "/bigquery/v2/projects/" + PROJECT + "/datasets/d/tables/" + table + "/insertAll";
        assertThat(post(path, request.toByteArray())).doesNotContain("insertErrors");
    }

    private static byte[] lines(List<Row> rows) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        rows.forEach(row -> {
            file.writeBytes(row.bytes());
            file.write('\n');
        });
        return file.toByteArray();
    }

    private static byte[] avro(List<Row> rows) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Row first = rows.get(0);
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<GenericRecord>(new GenericDatumWriter<>())
                .setCodec(CodecFactory.zstandardCodec(1))) {
            writer.create(AvroSchemas.of(first.shape(), first.omitted()), file);
            for (Row row : rows) {
                writer.appendEncoded(ByteBuffer.wrap(row.bytes()));
            }
        }
        return file.toByteArray();
    }

    private void load(String table, byte[] file, FormatOptions format, Row row) throws Exception {
        post("/upload/storage/v1/b/bucket/o?uploadType=media&name=" + table, file);
        Job job = bigquery.create(
                        JobInfo.of(LoadJobConfiguration.newBuilder(TableId.of("d", table), "gs://bucket/" + table)
                                .setFormatOptions(format)
                                .setSchema(schema(row.shape(), row.omitted()))
                                .setUseAvroLogicalTypes(true)
                                .setDecimalTargetTypes(List.of("NUMERIC", "BIGNUMERIC"))
                                .build()))
                .waitFor();
        assertThat(job.getStatus().getError()).isNull();
    }

    private String post(String path, byte[] body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(emulator.restEndpoint() + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
            return response.body();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** All rows of a table, in no order. */
    List<Map<String, Object>> rows(String table, TableShape shape) throws InterruptedException {
        List<Map<String, Object>> rows = new ArrayList<>();
        QueryJobConfiguration query = QueryJobConfiguration.of("SELECT * FROM d." + table);
        for (FieldValueList row : bigquery.query(query).iterateAll()) {
            rows.add(StoredRow.of(row, shape.columns()));
        }
        return rows;
    }

    /** Runs a statement to its end. */
    void run(String sql) throws InterruptedException {
        bigquery.query(QueryJobConfiguration.of(sql));
    }

    private static Schema schema(TableShape shape, Set<String> omitted) {
        return Schema.of(fields(shape.columns().stream()
                .filter(column -> !omitted.contains(column.name()))
                .toList()));
    }

    private static List<Field> fields(List<Column> columns) {
        List<Field> fields = new ArrayList<>();
        for (Column column : columns) {
            Field.Builder field = column.type() == ColumnType.RECORD
                    ? Field.newBuilder(
                            column.name(),
                            StandardSQLTypeName.STRUCT,
                            fields(column.fields()).toArray(Field[]::new))
                    : Field.newBuilder(
                            column.name(),
                            StandardSQLTypeName.valueOf(column.type().name()));
            fields.add(field.setMode(Field.Mode.valueOf(column.mode().name())).build());
        }
        return fields;
    }
}
