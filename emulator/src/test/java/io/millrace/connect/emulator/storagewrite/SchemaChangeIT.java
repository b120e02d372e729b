// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import static io.millrace.connect.emulator.storagewrite.TestRows.field;
import static io.millrace.connect.emulator.storagewrite.TestRows.row;
import static io.millrace.connect.emulator.storagewrite.WriteFixture.column;
import static io.millrace.connect.emulator.storagewrite.WriteFixture.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.core.ApiFuture;
import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsRequest.MissingValueInterpretation;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.Exceptions;
import com.google.cloud.bigquery.storage.v1.JsonStreamWriter;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.StreamWriter;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import io.millrace.connect.emulator.store.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables that change, or share a connection. */
class SchemaChangeIT {
    private static final ProtoSchema ID_AND_NAME = TestRows.schema(
            field("id", 1, FieldDescriptorProto.Type.TYPE_INT64),
            field("name", 2, FieldDescriptorProto.Type.TYPE_STRING));

    private WriteFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new WriteFixture();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private StreamWriter writer(TableName table, ProtoSchema schema) throws Exception {
        return StreamWriter.newBuilder(WriteFixture.path(table) + "/_default", fixture.client)
                .setWriterSchema(schema)
                .build();
    }

    private static <T> T await(ApiFuture<T> answer) throws Exception {
        return answer.get(20, TimeUnit.SECONDS);
    }

    private static ByteString named(long id, String name) {
        return row(out -> {
            out.writeInt64(1, id);
            out.writeString(2, name);
        });
    }

    @Test
    void aConnectionOpenedBeforeTheChangeHearsOfItOnce() throws Exception {
        TableName table = fixture.table("t", column("id", "INTEGER"));
        try (StreamWriter writer = writer(table, TestRows.ID)) {
            await(writer.append(TestRows.ids(1)));
            fixture.addColumn(table, column("name", "STRING"));

            AppendRowsResponse first = await(writer.append(TestRows.ids(2)));
            AppendRowsResponse second = await(writer.append(TestRows.ids(3)));

            assertThat(first.getUpdatedSchema().getFieldsCount()).isEqualTo(2);
            assertThat(second.hasUpdatedSchema()).isFalse();
            assertThat(writer.getUpdatedSchema()).isNotNull();
        }
        try (StreamWriter later = writer(table, ID_AND_NAME)) {
            AppendRowsResponse response = await(later.append(TestRows.rows(named(4, "new"))));
            assertThat(response.hasUpdatedSchema()).isFalse();
        }
        assertThat(fixture.rows(table)).containsExactly("1|null", "2|null", "3|null", "4|new");
    }

    @Test
    void theJsonWriterPicksUpANewColumn() throws Exception {
        TableName table = fixture.table("t", column("id", "INTEGER"));
        try (JsonStreamWriter writer = JsonStreamWriter.newBuilder(WriteFixture.path(table), fixture.client)
                .build()) {
            await(writer.append(new JSONArray().put(new JSONObject().put("id", 1))));
            fixture.addColumn(table, column("name", "STRING"));
            await(writer.append(new JSONArray().put(new JSONObject().put("id", 2))));

            await(writer.append(
                    new JSONArray().put(new JSONObject().put("id", 3).put("name", "x"))));
        }
        assertThat(fixture.rows(table)).containsExactly("1|null", "2|null", "3|x");
    }

    @Test
    void anUnknownFieldIsASchemaMismatchAndTheWriterGoesOn() throws Exception {
        TableName table = fixture.table("t", column("id", "INTEGER"));
        try (StreamWriter writer = writer(table, ID_AND_NAME)) {
            assertThatThrownBy(() -> await(writer.append(TestRows.rows(named(1, "x")))))
                    .hasCauseInstanceOf(Exceptions.SchemaMismatchedException.class);
            fixture.addColumn(table, column("name", "STRING"));

            await(writer.append(TestRows.rows(named(1, "x"))));
        }
        assertThat(fixture.rows(table)).containsExactly("1|x");
    }

    @Test
    void pooledConnectionsCarryManyTables() throws Exception {
        List<TableName> tables = new ArrayList<>();
        List<StreamWriter> writers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            TableName table = fixture.table("t" + i, column("id", "INTEGER"), column("name", "STRING"));
            tables.add(table);
            writers.add(StreamWriter.newBuilder(WriteFixture.path(table) + "/_default", fixture.client)
                    .setWriterSchema(i % 2 == 0 ? TestRows.ID : ID_AND_NAME)
                    .setEnableConnectionPool(true)
                    .setLocation("us")
                    .setTraceId("app:1")
                    .build());
        }
        List<ApiFuture<AppendRowsResponse>> answers = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            for (StreamWriter writer : writers) {
                answers.add(writer.append(TestRows.ids(round)));
            }
        }
        for (ApiFuture<AppendRowsResponse> answer : answers) {
            assertThat(await(answer).hasAppendResult()).isTrue();
        }

        for (TableName table : tables) {
            assertThat(fixture.rows(table)).hasSize(20);
        }
        assertThat(fixture.emulator.journal().openConnections()).isLessThan(5);

        fixture.emulator.warehouse().deleteTable(tables.get(0));
        assertThatThrownBy(() -> await(writers.get(0).append(TestRows.ids(1)))).hasMessageContaining("NOT_FOUND");
        assertThat(await(writers.get(1).append(TestRows.ids(99))).hasAppendResult())
                .isTrue();
        writers.forEach(StreamWriter::close);
    }

    @Test
    void missingValuesAreNullOrTheDefaultAsTheWriterSays() throws Exception {
        TableName table = fixture.table(
                "t", column("id", "INTEGER"), column("name", "STRING").setDefaultValueExpression("'none'"));
        try (StreamWriter writer = writer(table, ID_AND_NAME)) {
            await(writer.append(TestRows.ids(1)));
        }
        try (StreamWriter writer = StreamWriter.newBuilder(WriteFixture.path(table) + "/_default", fixture.client)
                .setWriterSchema(ID_AND_NAME)
                .setDefaultMissingValueInterpretation(MissingValueInterpretation.DEFAULT_VALUE)
                .build()) {
            await(writer.append(TestRows.ids(2)));
        }
        var stream = fixture.client.appendRowsCallable().call();
        stream.send(AppendRowsRequest.newBuilder()
                .setWriteStream(WriteFixture.path(table) + "/_default")
                .setProtoRows(AppendRowsRequest.ProtoData.newBuilder()
                        .setWriterSchema(ID_AND_NAME)
                        .setRows(TestRows.ids(3)))
                .setDefaultMissingValueInterpretation(MissingValueInterpretation.DEFAULT_VALUE)
                .putAllMissingValueInterpretations(Map.of("name", MissingValueInterpretation.NULL_VALUE))
                .build());
        assertThat(stream.iterator().next().hasAppendResult()).isTrue();
        stream.closeSend();
        try (StreamWriter writer = writer(table, TestRows.ID)) {
            await(writer.append(TestRows.ids(4)));
        }
        assertThat(fixture.rows(table)).containsExactly("1|null", "2|none", "3|null", "4|none");
    }

    @Test
    void arrowRowsAreRefusedByName() throws Exception {
        TableName table = fixture.table("t", column("id", "INTEGER"));
        var stream = fixture.client.appendRowsCallable().call();
        stream.send(AppendRowsRequest.newBuilder()
                .setWriteStream(WriteFixture.path(table) + "/_default")
                .setArrowRows(AppendRowsRequest.ArrowData.getDefaultInstance())
                .build());

        AppendRowsResponse response = stream.iterator().next();

        assertThat(response.getError().getMessage()).contains("does not implement arrow_rows");
        stream.closeSend();
    }

    @Test
    void aMissingRequiredValueIsARowError() throws Exception {
        TableName table = fixture.table("t", required("id", "INTEGER"));
        try (StreamWriter writer = writer(table, TestRows.ID)) {
            assertThatThrownBy(() -> await(writer.append(TestRows.ids(1).toBuilder()
                            .addSerializedRows(ByteString.EMPTY)
                            .build())))
                    .cause()
                    .isInstanceOfSatisfying(
                            Exceptions.AppendSerializationError.class,
                            error -> assertThat(error.getRowIndexToErrorMessage())
                                    .containsOnlyKeys(1));
        }
        assertThat(fixture.rows(table)).isEmpty();
    }

    @Test
    void aDeniedPermissionIsPermissionDenied() throws Exception {
        TableName table = fixture.table("t", column("id", "INTEGER"));
        fixture.emulator.permissions().deny(table.toString(), "bigquery.tables.updateData");
        try (StreamWriter writer = writer(table, TestRows.ID)) {
            assertThatThrownBy(() -> await(writer.append(TestRows.ids(1)))).hasMessageContaining("PERMISSION_DENIED");
        }
    }
}
