// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import static io.millrace.connect.emulator.storagewrite.TestRows.field;
import static io.millrace.connect.emulator.storagewrite.TestRows.row;
import static io.millrace.connect.emulator.storagewrite.TestRows.rows;
import static io.millrace.connect.emulator.storagewrite.WriteFixture.column;
import static io.millrace.connect.emulator.storagewrite.WriteFixture.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.CreateWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.Exceptions;
import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.StreamWriter;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import io.millrace.connect.emulator.store.TableName;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Change data capture through the default stream. */
class ChangeStreamIT {
    private static final ProtoSchema CHANGES = TestRows.schema(
            field("id", 1, FieldDescriptorProto.Type.TYPE_INT64),
            field("name", 2, FieldDescriptorProto.Type.TYPE_STRING),
            field("_CHANGE_TYPE", 3, FieldDescriptorProto.Type.TYPE_STRING),
            field("_CHANGE_SEQUENCE_NUMBER", 4, FieldDescriptorProto.Type.TYPE_STRING));

    private WriteFixture fixture;
    private TableName table;

    @BeforeEach
    void start() throws Exception {
        fixture = new WriteFixture();
        table = fixture.table("t", List.of("id"), required("id", "INTEGER"), required("name", "STRING"));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static ByteString change(long id, String name, String type, String sequence) {
        return row(out -> {
            out.writeInt64(1, id);
            if (!name.isEmpty()) {
                out.writeString(2, name);
            }
            if (!type.isEmpty()) {
                out.writeString(3, type);
            }
            out.writeString(4, sequence);
        });
    }

    private void append(String stream, ProtoRows rows) throws Exception {
        try (StreamWriter writer = StreamWriter.newBuilder(stream, fixture.client)
                .setWriterSchema(CHANGES)
                .build()) {
            writer.append(rows).get(20, TimeUnit.SECONDS);
        }
    }

    private void append(ByteString... changes) throws Exception {
        append(WriteFixture.path(table) + "/_default", rows(changes));
    }

    @Test
    void theHighestSequenceOfAKeyWinsWhateverTheOrderOfArrival() throws Exception {
        append(change(1, "old", "UPSERT", "A/1"), change(2, "two", "UPSERT", "1"), change(3, "three", "UPSERT", "1"));
        append(change(1, "new", "UPSERT", "A/10"), change(2, "", "DELETE", "2"), change(3, "", "DELETE", "0"));

        append(change(1, "late", "UPSERT", "A/2"), change(2, "late", "UPSERT", "1"));

        assertThat(fixture.rows(table)).containsExactly("1|new", "3|three");
    }

    @Test
    void rowsWithoutTypeOrWithAStrangeSequenceAreRowErrors() {
        assertThatThrownBy(() -> append(
                        change(1, "a", "UPSERT", "1"),
                        change(2, "b", "", "1"),
                        change(3, "c", "INSERT", "1"),
                        change(4, "d", "UPSERT", "1/2/3/4/5"),
                        change(5, "", "UPSERT", "1")))
                .cause()
                .isInstanceOfSatisfying(
                        Exceptions.AppendSerializationError.class,
                        error -> assertThat(error.getRowIndexToErrorMessage()).containsOnlyKeys(1, 2, 3, 4));
        assertThat(fixture.rows(table)).isEmpty();
    }

    @Test
    void tablesWithoutKeyAndCreatedStreamsTakeNoChanges() {
        TableName keyless = fixture.table("keyless", column("id", "INTEGER"), column("name", "STRING"));
        ProtoRows change = rows(change(1, "a", "UPSERT", "1"));

        assertThatThrownBy(() -> append(WriteFixture.path(keyless) + "/_default", change))
                .hasMessageContaining("primary key");
        WriteStream stream = fixture.client.createWriteStream(CreateWriteStreamRequest.newBuilder()
                .setParent(WriteFixture.path(table))
                .setWriteStream(WriteStream.newBuilder().setType(WriteStream.Type.COMMITTED))
                .build());
        assertThatThrownBy(() -> append(stream.getName(), change)).hasMessageContaining("default stream only");
    }

    @Test
    void statementsDoNotChangeATableThatTakesChanges() throws Exception {
        append(change(1, "a", "UPSERT", "1"));

        assertThatThrownBy(() -> fixture.emulator.queries().select("p", "DELETE FROM d.t WHERE true"))
                .hasMessageContaining("not supported over tables that had UPSERT streams");
        assertThat(fixture.rows(table)).containsExactly("1|a");
    }

    @Test
    void changesAndPlainRowsMustNotShareAConnection() {
        var stream = fixture.client.appendRowsCallable().call();
        Iterator<AppendRowsResponse> answers = stream.iterator();
        AppendRowsRequest.Builder request =
                AppendRowsRequest.newBuilder().setWriteStream(WriteFixture.path(table) + "/_default");

        stream.send(request.setProtoRows(AppendRowsRequest.ProtoData.newBuilder()
                        .setWriterSchema(CHANGES)
                        .setRows(rows(change(1, "a", "UPSERT", "1"))))
                .build());
        assertThat(answers.next().hasAppendResult()).isTrue();
        ProtoSchema plain = TestRows.schema(
                field("id", 1, FieldDescriptorProto.Type.TYPE_INT64),
                field("name", 2, FieldDescriptorProto.Type.TYPE_STRING));
        stream.send(request.setProtoRows(AppendRowsRequest.ProtoData.newBuilder()
                        .setWriterSchema(plain)
                        .setRows(rows(row(out -> {
                            out.writeInt64(1, 2);
                            out.writeString(2, "b");
                        }))))
                .build());

        // A connection of one table keeps its first schema.
        assertThat(answers.next().getRowErrors(0).getMessage()).contains("required on every row of the connection");
        stream.closeSend();
        assertThat(fixture.rows(table)).containsExactly("1|a");
    }
}
