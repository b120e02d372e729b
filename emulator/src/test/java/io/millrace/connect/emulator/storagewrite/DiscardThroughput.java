// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.api.core.ApiFuture;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteSettings;
import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.StreamWriter;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import io.millrace.connect.emulator.store.TableName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many rows of 20 columns an emulator started with {@code --discard} takes: rows are serialised once, so that all
 * that is measured is the client library, the wire and the emulator. A program; see docs/emulator.md.
 */
final class DiscardThroughput {
    private static final int COLUMNS = 20;
    private static final int IN_FLIGHT = 8;
    private static final int REQUEST_BYTES = 1 << 20;

    private DiscardThroughput() {}

    public static void main(String[] arguments) throws Exception {
        String rest = arguments[0];
        String grpc = arguments[1];
        int seconds = Integer.parseInt(arguments[2]);
        boolean create = arguments.length < 4;
        TableName table = create ? createTable(rest) : new TableName("p", "bench", "flat");
        BigQueryWriteSettings settings = BigQueryWriteSettings.newBuilder()
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setTransportChannelProvider(InstantiatingGrpcChannelProvider.newBuilder()
                        .setEndpoint(grpc)
                        .setChannelConfigurator(builder -> builder.usePlaintext())
                        .build())
                .build();
        try (BigQueryWriteClient client = BigQueryWriteClient.create(settings);
                StreamWriter writer = StreamWriter.newBuilder(StreamName.path(table) + "/_default", client)
                        .setWriterSchema(schema())
                        .build()) {
            measure(writer, seconds, "warm-up");
            measure(writer, seconds, "measured");
        }
    }

    private static void measure(StreamWriter writer, int seconds, String what) throws Exception {
        ProtoRows rows = rows();
        Deque<ApiFuture<AppendRowsResponse>> inFlight = new ArrayDeque<>();
        long requests = 0;
        long start = System.nanoTime();
        while (System.nanoTime() - start < seconds * 1_000_000_000L) {
            inFlight.add(writer.append(rows));
            requests++;
            if (inFlight.size() >= IN_FLIGHT) {
                inFlight.remove().get();
            }
        }
        while (!inFlight.isEmpty()) {
            inFlight.remove().get();
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%s: %.0f rows/s, %.1f MB/s, %d rows of %d bytes in each of %d requests%n",
                what,
                requests * rows.getSerializedRowsCount() / elapsed,
                requests * (double) rows.getSerializedSize() / elapsed / 1e6,
                rows.getSerializedRowsCount(),
                rows.getSerializedRows(0).size(),
                requests);
    }

    private static TableName createTable(String rest) {
        BigQuery bigquery = BigQueryOptions.newBuilder()
                .setProjectId("p")
                .setHost(rest)
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
        List<Field> fields = new ArrayList<>();
        IntStream.range(0, COLUMNS)
                .forEach(i -> fields.add(
                        Field.of("c" + i, i % 2 == 0 ? StandardSQLTypeName.INT64 : StandardSQLTypeName.STRING)));
        bigquery.create(DatasetInfo.of("bench"));
        bigquery.create(TableInfo.of(TableId.of("bench", "flat"), StandardTableDefinition.of(Schema.of(fields))));
        return new TableName("p", "bench", "flat");
    }

    private static ProtoSchema schema() {
        DescriptorProto.Builder row = DescriptorProto.newBuilder().setName("Row");
        IntStream.range(0, COLUMNS)
                .forEach(i -> row.addField(TestRows.field(
                        "c" + i,
                        i + 1,
                        i % 2 == 0 ? FieldDescriptorProto.Type.TYPE_INT64 : FieldDescriptorProto.Type.TYPE_STRING)));
        return ProtoSchema.newBuilder().setProtoDescriptor(row).build();
    }

    private static ProtoRows rows() {
        ByteString row = TestRows.row(out -> {
            for (int i = 0; i < COLUMNS; i++) {
                if (i % 2 == 0) {
                    out.writeInt64(i + 1, 1_700_000_000_000_000L + i);
                } else {
                    out.writeString(i + 1, "a string of some twenty-four");
                }
            }
        });
        ProtoRows.Builder rows = ProtoRows.newBuilder();
        IntStream.range(0, REQUEST_BYTES / row.size()).forEach(i -> rows.addSerializedRows(row));
        return rows.build();
    }
}
