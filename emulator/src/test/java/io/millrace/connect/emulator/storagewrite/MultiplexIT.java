// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import static io.millrace.connect.emulator.storagewrite.TestRows.field;
import static io.millrace.connect.emulator.storagewrite.TestRows.row;
import static io.millrace.connect.emulator.storagewrite.WriteFixture.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.rpc.BidiStream;
import com.google.api.services.bigquery.model.TimePartitioning;
import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.CreateWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.RowError;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.rpc.Code;
import io.millrace.connect.emulator.store.TableName;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What BigQuery makes of the requests of one connection, told by what comes first. */
class MultiplexIT {
    private static final ProtoSchema WIDER = TestRows.schema(
            field("id", 1, FieldDescriptorProto.Type.TYPE_INT64),
            field("name", 2, FieldDescriptorProto.Type.TYPE_STRING));

    private WriteFixture fixture;
    private BidiStream<AppendRowsRequest, AppendRowsResponse> connection;
    private Iterator<AppendRowsResponse> answers;

    @BeforeEach
    void start() throws Exception {
        fixture = new WriteFixture();
        connection = fixture.client.appendRowsCallable().call();
        answers = connection.iterator();
    }

    @AfterEach
    void stop() {
        connection.cancel();
        fixture.close();
    }

    private AppendRowsResponse append(String stream, @Nullable ProtoSchema schema, ProtoRows rows) {
        AppendRowsRequest.ProtoData.Builder data =
                AppendRowsRequest.ProtoData.newBuilder().setRows(rows);
        if (schema != null) {
            data.setWriterSchema(schema);
        }
        connection.send(AppendRowsRequest.newBuilder()
                .setWriteStream(stream)
                .setProtoRows(data)
                .build());
        return answers.next();
    }

    private AppendRowsResponse append(TableName table, @Nullable ProtoSchema schema, ProtoRows rows) {
        return append(WriteFixture.path(table) + "/streams/_default", schema, rows);
    }

    private static ProtoRows named(long id, String name) {
        return TestRows.rows(row(out -> {
            out.writeInt64(1, id);
            out.writeString(2, name);
        }));
    }

    private TableName grown(String name) {
        TableName table = fixture.table(name, column("id", "INTEGER"));
        assertThat(append(table, TestRows.ID, TestRows.ids(1)).hasAppendResult())
                .isTrue();
        fixture.addColumn(table, column("name", "STRING"));
        return table;
    }

    @Test
    void aConnectionOfOneTableIgnoresLaterSchemasAndLosesWhatTheFirstDoesNotKnow() {
        TableName table = grown("t");

        AppendRowsResponse answer = append(table, WIDER, named(2, "lost"));

        assertThat(answer.hasAppendResult()).isTrue();
        assertThat(fixture.rows(table)).containsExactly("1|null", "2|null");
    }

    @Test
    void eachSchemaCountsOnceASecondTableHasCome() {
        TableName table = grown("t");
        TableName other = fixture.table("other", column("id", "INTEGER"));
        append(other, TestRows.ID, TestRows.ids(1));

        append(table, WIDER, named(2, "kept"));

        assertThat(fixture.rows(table)).containsExactly("1|null", "2|kept");
    }

    @Test
    void aRequestForAnotherTableThanTheOneBeforeHasToBringItsSchema() {
        TableName table = grown("t");
        TableName other = fixture.table("other", column("id", "INTEGER"));
        append(other, TestRows.ID, TestRows.ids(1));

        AppendRowsResponse answer = append(table, null, TestRows.ids(2));

        assertThat(answer.getError().getCode()).isEqualTo(Code.INVALID_ARGUMENT.getNumber());
        assertThat(answer.getError().getMessage()).contains("writer schema is missing");
    }

    @Test
    void streamsThatAnApplicationMadeDoNotShareAConnection() {
        TableName table = grown("t");
        WriteStream own = fixture.client.createWriteStream(CreateWriteStreamRequest.newBuilder()
                .setParent(WriteFixture.path(table))
                .setWriteStream(WriteStream.newBuilder().setType(WriteStream.Type.COMMITTED))
                .build());

        assertThatThrownBy(() -> append(own.getName(), TestRows.ID, TestRows.ids(2)))
                .hasMessageContaining("Only default streams can share a connection");
    }

    @Test
    void aValueMayBeAsLargeAsTheRequest() {
        TableName table = fixture.table("t", column("id", "INTEGER"), column("name", "STRING"));

        AppendRowsResponse answer = append(table, WIDER, named(1, "x".repeat(19_900_000)));

        assertThat(answer.hasAppendResult()).isTrue();
        assertThatThrownBy(() -> append(table, WIDER, named(2, "x".repeat(20_000_000))))
                .hasMessageContaining("too large");
    }

    @Test
    void rowsOfPartitionsTooLongAgoOrTooFarAheadAreRowErrors() {
        TableName table =
                fixture.partitioned("t", new TimePartitioning().setType("DAY").setField("day"), column("day", "DATE"));
        ProtoSchema schema = TestRows.schema(field("day", 1, FieldDescriptorProto.Type.TYPE_INT32));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);

        AppendRowsResponse answer = append(
                table,
                schema,
                TestRows.rows(
                        day(today),
                        day(today.minusDays(3_660)),
                        day(today.minusDays(3_600)),
                        day(today.plusDays(360)),
                        day(today.plusDays(400)),
                        ByteString.EMPTY));

        assertThat(answer.getRowErrorsList()).extracting(RowError::getIndex).containsExactly(1L, 4L);
        assertThat(answer.getRowErrors(0).getMessage()).contains("allowed bounds");
    }

    private static ByteString day(LocalDate day) {
        return row(out -> out.writeInt32(1, Math.toIntExact(day.toEpochDay())));
    }
}
