// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import static io.millrace.connect.emulator.storagewrite.WriteFixture.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsRequest;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsResponse;
import com.google.cloud.bigquery.storage.v1.CreateWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.Exceptions;
import com.google.cloud.bigquery.storage.v1.FlushRowsRequest;
import com.google.cloud.bigquery.storage.v1.GetWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.cloud.bigquery.storage.v1.StreamWriter;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.cloud.bigquery.storage.v1.WriteStreamView;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.Int64Value;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.MovingClock;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.emulator.store.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of write streams that exactly-once rests on, as the official client sees them. */
class WriteStreamsIT {
    private final MovingClock clock = new MovingClock();
    private WriteFixture fixture;
    private TableName table;

    @BeforeEach
    void start() throws Exception {
        fixture = new WriteFixture(Emulator.builder().clock(clock));
        table = fixture.table("t", column("id", "INTEGER"));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private WriteStream create(WriteStream.Type type) {
        return fixture.client.createWriteStream(CreateWriteStreamRequest.newBuilder()
                .setParent(WriteFixture.path(table))
                .setWriteStream(WriteStream.newBuilder().setType(type))
                .build());
    }

    private StreamWriter writer(WriteStream stream) throws Exception {
        return StreamWriter.newBuilder(stream.getName(), fixture.client)
                .setWriterSchema(TestRows.ID)
                .build();
    }

    private static AppendRowsResponse append(StreamWriter writer, long offset, long... ids) throws Exception {
        return writer.append(TestRows.ids(ids), offset).get(20, TimeUnit.SECONDS);
    }

    private long flush(WriteStream stream, long offset) {
        return fixture.client
                .flushRows(FlushRowsRequest.newBuilder()
                        .setWriteStream(stream.getName())
                        .setOffset(Int64Value.of(offset))
                        .build())
                .getOffset();
    }

    private BatchCommitWriteStreamsResponse commit(WriteStream... streams) {
        BatchCommitWriteStreamsRequest.Builder request =
                BatchCommitWriteStreamsRequest.newBuilder().setParent(WriteFixture.path(table));
        for (WriteStream stream : streams) {
            request.addWriteStreams(stream.getName());
        }
        return fixture.client.batchCommitWriteStreams(request.build());
    }

    private static void assertRefused(Runnable call, Status.Code status, StorageErrorCode error) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(ApiException.class, refused -> {
            assertThat(Status.fromThrowable(refused.getCause()).getCode()).isEqualTo(status);
            assertThat(StatusProto.fromThrowable(refused.getCause()).getDetailsList())
                    .singleElement()
                    .satisfies(detail -> assertThat(
                                    detail.unpack(StorageError.class).getCode())
                            .isEqualTo(error));
        });
    }

    @Test
    void committedRowsAreVisibleWhenAcknowledgedAndCarryTheirOffset() throws Exception {
        WriteStream stream = create(WriteStream.Type.COMMITTED);
        try (StreamWriter writer = writer(stream)) {
            assertThat(append(writer, 0, 1, 2).getAppendResult().getOffset().getValue())
                    .isZero();
            assertThat(append(writer, 2, 3).getAppendResult().getOffset().getValue())
                    .isEqualTo(2);

            assertThat(fixture.rows(table)).containsExactly("1", "2", "3");
        }
        assertThat(stream.getCommitTime()).isEqualTo(stream.getCreateTime());
        assertThat(stream.getTableSchema().getFields(0).getName()).isEqualTo("id");
    }

    @Test
    void offsetsBehindAndBeyondTheEndAreRefusedAndAppendNothing() throws Exception {
        WriteStream stream = create(WriteStream.Type.COMMITTED);
        try (StreamWriter writer = writer(stream)) {
            append(writer, 0, 1, 2);

            assertThatThrownBy(() -> append(writer, 0, 1, 2)).hasCauseInstanceOf(Exceptions.OffsetAlreadyExists.class);
            assertThatThrownBy(() -> append(writer, 1, 2, 3)).hasCauseInstanceOf(Exceptions.OffsetAlreadyExists.class);
            assertThatThrownBy(() -> append(writer, 3, 4)).hasCauseInstanceOf(Exceptions.OffsetOutOfRange.class);
            append(writer, 2, 3);
        }
        assertThat(fixture.rows(table)).containsExactly("1", "2", "3");
    }

    @Test
    void answersKeepTheOrderOfRequestsHoweverManyAreInFlight() throws Exception {
        try (StreamWriter writer = writer(create(WriteStream.Type.COMMITTED))) {
            List<Future<AppendRowsResponse>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(writer.append(TestRows.ids(i), i));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(answers.get(i)
                                .get(20, TimeUnit.SECONDS)
                                .getAppendResult()
                                .getOffset()
                                .getValue())
                        .isEqualTo(i);
            }
        }
        assertThat(fixture.rows(table)).hasSize(200);
    }

    @Test
    void nothingCanBeAppendedAfterFinalizeAndItsCountStands() throws Exception {
        WriteStream stream = create(WriteStream.Type.COMMITTED);
        try (StreamWriter writer = writer(stream)) {
            append(writer, 0, 1, 2);

            assertThat(fixture.client.finalizeWriteStream(stream.getName()).getRowCount())
                    .isEqualTo(2);
            assertThatThrownBy(() -> append(writer, 2, 3))
                    .hasCauseInstanceOf(Exceptions.StreamFinalizedException.class);
            assertThatThrownBy(() -> append(writer, 0, 1))
                    .hasCauseInstanceOf(Exceptions.StreamFinalizedException.class);
        }
        assertThat(fixture.client.finalizeWriteStream(stream.getName()).getRowCount())
                .isEqualTo(2);
        assertThat(fixture.rows(table)).containsExactly("1", "2");
        assertRefused(
                () -> fixture.client.finalizeWriteStream(WriteFixture.path(table) + "/streams/_default"),
                Status.Code.INVALID_ARGUMENT,
                StorageErrorCode.INVALID_STREAM_TYPE);
    }

    @Test
    void bufferedRowsAreVisibleUpToTheFlushedOffsetOnly() throws Exception {
        WriteStream stream = create(WriteStream.Type.BUFFERED);
        try (StreamWriter writer = writer(stream)) {
            append(writer, 0, 1, 2, 3, 4);
            assertThat(fixture.rows(table)).isEmpty();

            assertThat(flush(stream, 1)).isEqualTo(1);
            assertThat(fixture.rows(table)).containsExactly("1", "2");
            assertRefused(() -> flush(stream, 1), Status.Code.ALREADY_EXISTS, StorageErrorCode.OFFSET_ALREADY_EXISTS);
            assertRefused(() -> flush(stream, 0), Status.Code.ALREADY_EXISTS, StorageErrorCode.OFFSET_ALREADY_EXISTS);
            assertRefused(() -> flush(stream, 4), Status.Code.OUT_OF_RANGE, StorageErrorCode.OFFSET_OUT_OF_RANGE);
            assertThat(fixture.rows(table)).containsExactly("1", "2");

            flush(stream, 3);
        }
        assertThat(fixture.rows(table)).containsExactly("1", "2", "3", "4");
    }

    @Test
    void aFinalizedBufferedStreamRefusesFlush() throws Exception {
        WriteStream stream = create(WriteStream.Type.BUFFERED);
        try (StreamWriter writer = writer(stream)) {
            append(writer, 0, 1, 2);
        }
        flush(stream, 0);
        assertThat(fixture.client.finalizeWriteStream(stream.getName()).getRowCount())
                .isEqualTo(2);

        assertRefused(() -> flush(stream, 1), Status.Code.INVALID_ARGUMENT, StorageErrorCode.STREAM_FINALIZED);
        assertRefused(() -> flush(stream, 0), Status.Code.INVALID_ARGUMENT, StorageErrorCode.STREAM_FINALIZED);
        assertThat(fixture.rows(table)).containsExactly("1");
    }

    @Test
    void onlyBufferedStreamsAreFlushed() {
        WriteStream stream = create(WriteStream.Type.COMMITTED);

        assertRefused(() -> flush(stream, 0), Status.Code.INVALID_ARGUMENT, StorageErrorCode.INVALID_STREAM_TYPE);
    }

    @Test
    void pendingStreamsOfATableAreCommittedTogetherOrNotAtAll() throws Exception {
        WriteStream one = create(WriteStream.Type.PENDING);
        WriteStream two = create(WriteStream.Type.PENDING);
        try (StreamWriter first = writer(one);
                StreamWriter second = writer(two)) {
            append(first, 0, 1, 2);
            append(second, 0, 3);
        }
        fixture.client.finalizeWriteStream(one.getName());

        BatchCommitWriteStreamsResponse early = commit(one, two);
        assertThat(early.hasCommitTime()).isFalse();
        assertThat(early.getStreamErrorsList())
                .extracting(StorageError::getCode)
                .containsExactly(StorageErrorCode.INVALID_STREAM_STATE);
        assertThat(early.getStreamErrors(0).getEntity()).isEqualTo(two.getName());
        assertThat(fixture.rows(table)).isEmpty();

        fixture.client.finalizeWriteStream(two.getName());
        assertThat(commit(one, two).hasCommitTime()).isTrue();
        assertThat(fixture.rows(table)).containsExactly("1", "2", "3");

        BatchCommitWriteStreamsResponse again = commit(one, two);
        assertThat(again.getStreamErrorsList())
                .extracting(StorageError::getCode)
                .containsExactly(StorageErrorCode.STREAM_ALREADY_COMMITTED, StorageErrorCode.STREAM_ALREADY_COMMITTED);
        assertThat(fixture.rows(table)).hasSize(3);
    }

    @Test
    void streamsOfAnotherTableOrTypeAreNotCommitted() {
        TableName other = table;
        table = fixture.table("other", column("id", "INTEGER"));
        WriteStream foreign = create(WriteStream.Type.PENDING);
        table = other;
        WriteStream committed = create(WriteStream.Type.COMMITTED);

        BatchCommitWriteStreamsResponse response = commit(foreign, committed);

        assertThat(response.getStreamErrorsCount()).isEqualTo(2);
        assertThat(response.getStreamErrors(1).getCode()).isEqualTo(StorageErrorCode.INVALID_STREAM_TYPE);
    }

    @Test
    void unknownTablesAndStreamsAreNotFound() {
        assertRefused(
                () -> fixture.client.getWriteStream(WriteFixture.path(table) + "/streams/none"),
                Status.Code.NOT_FOUND,
                StorageErrorCode.STREAM_NOT_FOUND);
        assertRefused(
                () -> fixture.client.getWriteStream(
                        WriteFixture.path(WriteFixture.DATASET.table("none")) + "/streams/_default"),
                Status.Code.NOT_FOUND,
                StorageErrorCode.TABLE_NOT_FOUND);
    }

    @Test
    void theFullViewShowsTheTablesSchema() {
        String name = WriteFixture.path(table) + "/streams/_default";

        WriteStream basic = fixture.client.getWriteStream(name);
        WriteStream full = fixture.client.getWriteStream(GetWriteStreamRequest.newBuilder()
                .setName(name)
                .setView(WriteStreamView.FULL)
                .build());

        assertThat(basic.hasTableSchema()).isFalse();
        assertThat(full.getTableSchema().getFieldsCount()).isEqualTo(1);
        assertThat(full.getType()).isEqualTo(WriteStream.Type.COMMITTED);
    }

    @Test
    void aStreamDiesWithItsTableEvenIfAnotherTakesTheName() throws Exception {
        WriteStream stream = create(WriteStream.Type.BUFFERED);
        try (StreamWriter writer = writer(stream)) {
            append(writer, 0, 1);
            fixture.emulator.warehouse().deleteTable(table);

            assertRefused(() -> flush(stream, 0), Status.Code.NOT_FOUND, StorageErrorCode.TABLE_NOT_FOUND);
            fixture.table("t", column("id", "INTEGER"));

            assertRefused(() -> flush(stream, 0), Status.Code.NOT_FOUND, StorageErrorCode.STREAM_NOT_FOUND);
            assertThatThrownBy(() -> append(writer, 1, 2)).isInstanceOf(ExecutionException.class);
        }
        assertThat(fixture.rows(table)).isEmpty();
    }

    @Test
    void idleStreamsExpire() {
        WriteStream committed = create(WriteStream.Type.COMMITTED);
        WriteStream buffered = create(WriteStream.Type.BUFFERED);

        clock.advance(Duration.ofDays(5));

        assertRefused(
                () -> fixture.client.finalizeWriteStream(committed.getName()),
                Status.Code.NOT_FOUND,
                StorageErrorCode.STREAM_NOT_FOUND);
        assertThat(fixture.client.finalizeWriteStream(buffered.getName()).getRowCount())
                .isZero();
    }

    @Test
    void theDefaultStreamTakesNoOffset() throws Exception {
        try (StreamWriter writer = StreamWriter.newBuilder(
                        WriteFixture.path(table) + "/streams/_default", fixture.client)
                .setWriterSchema(TestRows.ID)
                .build()) {
            assertThatThrownBy(() -> append(writer, 0, 1)).hasMessageContaining("INVALID_ARGUMENT");
        }
        assertThat(fixture.rows(table)).isEmpty();
    }

    @Test
    void aYoungTableIsNotFoundAndAYoungColumnIsAnExtraField() throws Exception {
        fixture.emulator.faults().arm(Trigger.on("*").of("d.t").always(), new Fault.TableLate(Duration.ofMinutes(5)));
        String name = WriteFixture.path(table) + "/streams/_default";
        assertRefused(
                () -> create(WriteStream.Type.COMMITTED), Status.Code.NOT_FOUND, StorageErrorCode.TABLE_NOT_FOUND);

        clock.advance(Duration.ofMinutes(6));
        try (StreamWriter writer = StreamWriter.newBuilder(name, fixture.client)
                .setWriterSchema(TestRows.ID)
                .build()) {
            writer.append(TestRows.ids(1)).get(20, TimeUnit.SECONDS);
        }
        fixture.addColumn(table, column("name", "STRING"));

        ProtoSchema wider = TestRows.schema(
                TestRows.field("id", 1, FieldDescriptorProto.Type.TYPE_INT64),
                TestRows.field("name", 2, FieldDescriptorProto.Type.TYPE_STRING));
        try (StreamWriter writer = StreamWriter.newBuilder(name, fixture.client)
                .setWriterSchema(wider)
                .build()) {
            assertThatThrownBy(() -> writer.append(TestRows.ids(2)).get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(Exceptions.SchemaMismatchedException.class);

            clock.advance(Duration.ofMinutes(6));
            writer.append(TestRows.ids(2)).get(20, TimeUnit.SECONDS);
        }
        assertThat(fixture.rows(table)).containsExactly("1|null", "2|null");
    }
}
