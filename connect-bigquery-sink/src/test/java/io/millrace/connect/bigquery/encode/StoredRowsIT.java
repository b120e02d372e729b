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
import io.millrace.connect.bigquery.encode.proto.WriterSchema;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.KafkaColumn;
import io.millrace.connect.bigquery.schema.KafkaColumns;
import io.millrace.connect.bigquery.schema.TypeSettings;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.RandomRecords;
import io.millrace.connect.testkit.ReferenceRenderer;
import io.millrace.connect.testkit.Seeded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is encoded, appended and asked for by SQL is what the record said, whatever the schema. */
class StoredRowsIT {
    private static final String PROJECT = "p";
    private static final String OFFSET = "_kafka_offset";
    private static final int ROWS = 8;

    private final Encoding encoding =
            Encoding.of(TypeSettings.DEFAULT, new KafkaColumns(Set.of(KafkaColumn.OFFSET), "_kafka_"));
    private Emulator emulator = Emulator.builder().start();
    private BigQuery bigquery = client();
    private int tables;

    @BeforeEach
    void createDataset() {
        bigquery.create(DatasetInfo.of("d"));
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void sqlGivesBackEveryValueOfRandomRecords() throws Exception {
        try (BigQueryWriteClient write = writeClient()) {
            Seeded.tries("sqlGivesBackEveryValueOfRandomRecords", 12, random -> check(random, write));
        }
    }

    private void check(Random random, BigQueryWriteClient write) {
        RandomRecords records = new RandomRecords(random);
        org.apache.kafka.connect.data.Schema schema = records.schema();
        List<SinkRecord> sent = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            sent.add(new SinkRecord("t", 0, null, null, schema, records.struct(schema), i));
        }
        TableShape shape = encoding.shapeOf(sent.get(0));
        String table = "t" + tables++;
        bigquery.create(
                TableInfo.of(TableId.of("d", table), StandardTableDefinition.of(Schema.of(fields(shape.columns())))));

        append(table, shape, sent, write);

        Map<Long, Map<String, Object>> stored = select(table, shape);
        for (SinkRecord record : sent) {
            Map<String, Object> expected = new LinkedHashMap<>(ReferenceRenderer.row((Struct) record.value()));
            expected.put(OFFSET, record.kafkaOffset());
            assertThat(stored.get(record.kafkaOffset())).isEqualTo(expected);
        }
    }

    private void append(String table, TableShape shape, List<SinkRecord> records, BigQueryWriteClient write) {
        ProtoRows.Builder rows = ProtoRows.newBuilder();
        records.forEach(record -> rows.addSerializedRows(
                ByteString.copyFrom(encoding.encode(record, shape).bytes())));
        String stream = "projects/" + PROJECT + "/datasets/d/tables/" + table + "/streams/_default";
        ProtoSchema schema = ProtoSchema.newBuilder()
                .setProtoDescriptor(WriterSchema.of(shape))
                .build();
        try (StreamWriter writer = StreamWriter.newBuilder(stream, write)
                .setWriterSchema(schema)
                .setTraceId("test:stored-rows")
                .build()) {
            assertThat(writer.append(rows.build()).get().getRowErrorsList()).isEmpty();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private Map<Long, Map<String, Object>> select(String table, TableShape shape) {
        Map<Long, Map<String, Object>> rows = new LinkedHashMap<>();
        try {
            QueryJobConfiguration query = QueryJobConfiguration.of("SELECT * FROM d." + table);
            for (FieldValueList row : bigquery.query(query).iterateAll()) {
                Map<String, Object> columns = StoredRow.of(row, shape.columns());
                rows.put((Long) columns.get(OFFSET), columns);
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        return rows;
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

    private BigQuery client() {
        return BigQueryOptions.newBuilder()
                .setProjectId(PROJECT)
                .setHost(emulator.restEndpoint())
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
    }

    private BigQueryWriteClient writeClient() throws Exception {
        return BigQueryWriteClient.create(BigQueryWriteSettings.newBuilder()
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setTransportChannelProvider(InstantiatingGrpcChannelProvider.newBuilder()
                        .setEndpoint(emulator.grpcEndpoint())
                        .setChannelConfigurator(channel -> channel.usePlaintext())
                        .build())
                .build());
    }
}
