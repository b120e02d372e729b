// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import static io.millrace.connect.emulator.storagewrite.WriteFixture.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.Exceptions;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.cloud.bigquery.storage.v1.StreamWriter;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.emulator.store.TableName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the Java client makes of each thing that a server can send, brought about by the fault plan. */
class ClientViewIT {
    private static final Trigger FIRST = Trigger.on("AppendRows").of("d.t");

    private WriteFixture fixture;
    private TableName table;
    private StreamWriter writer;

    @BeforeEach
    void start() throws Exception {
        fixture = new WriteFixture(Emulator.builder().maxRequestBytes(1_000_000));
        table = fixture.table("t", column("id", "INTEGER"));
        writer = StreamWriter.newBuilder(WriteFixture.path(table) + "/_default", fixture.client)
                .setWriterSchema(TestRows.ID)
                .build();
    }

    @AfterEach
    void stop() {
        writer.close();
        fixture.close();
    }

    private AppendRowsResponse append(long... ids) throws Exception {
        return writer.append(TestRows.ids(ids)).get(20, TimeUnit.SECONDS);
    }

    private void assertWriterIsUsable() throws Exception {
        assertThat(append(99).hasAppendResult()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ALREADY_EXISTS, OFFSET_ALREADY_EXISTS, OffsetAlreadyExists",
        "OUT_OF_RANGE, OFFSET_OUT_OF_RANGE, OffsetOutOfRange",
        "INVALID_ARGUMENT, STREAM_FINALIZED, StreamFinalizedException",
        "INVALID_ARGUMENT, SCHEMA_MISMATCH_EXTRA_FIELDS, SchemaMismatchedException",
        "NOT_FOUND, STREAM_NOT_FOUND, StreamNotFound",
    })
    void anErrorWithDetailIsTypedAndLeavesTheWriterUsable(Status.Code status, StorageErrorCode code, String type)
            throws Exception {
        fixture.emulator.faults().arm(FIRST, new Fault.Refuse(status, code, "wanted"));

        assertThatThrownBy(() -> append(1))
                .isInstanceOf(ExecutionException.class)
                .satisfies(error -> assertThat(error)
                        .cause()
                        .extracting(cause -> cause.getClass().getSimpleName())
                        .isEqualTo(type));

        assertWriterIsUsable();
        assertThat(fixture.rows(table)).containsExactly("99");
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"ALREADY_EXISTS", "INTERNAL"})
    void anErrorWithoutDetailIsAPlainStatus(Status.Code status) throws Exception {
        fixture.emulator.faults().arm(FIRST, new Fault.Refuse(status, null, "wanted"));

        assertThatThrownBy(() -> append(1))
                .cause()
                .isExactlyInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining(status.name());
        assertThat(fixture.rows(table)).isEmpty();
    }

    @Test
    void rowErrorsNameTheRowsAndNothingIsAppended() throws Exception {
        fixture.emulator.faults().arm(FIRST, new Fault.RowErrors(List.of(1), false));

        assertThatThrownBy(() -> append(1, 2, 3))
                .cause()
                .isInstanceOfSatisfying(
                        Exceptions.AppendSerializationError.class,
                        error -> assertThat(error.getRowIndexToErrorMessage()).containsOnlyKeys(1));

        assertWriterIsUsable();
        assertThat(fixture.rows(table)).containsExactly("99");
    }

    @Test
    void rowErrorsAloneLookLikeSuccess() throws Exception {
        fixture.emulator.faults().arm(FIRST, new Fault.RowErrors(List.of(1), true));

        AppendRowsResponse response = append(1, 2, 3);

        assertThat(response.getRowErrorsList()).hasSize(1);
        assertThat(fixture.rows(table)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"UNAVAILABLE", "ABORTED", "CANCELLED", "INTERNAL", "DEADLINE_EXCEEDED"})
    void theClientSendsAgainWhenTheConnectionCloses(Status.Code status) throws Exception {
        fixture.emulator.faults().arm(FIRST.at(2), new Fault.Close(status));
        append(1);

        append(2);

        assertThat(fixture.rows(table)).containsExactly("1", "2");
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"FAILED_PRECONDITION", "RESOURCE_EXHAUSTED", "PERMISSION_DENIED", "INVALID_ARGUMENT", "NOT_FOUND"})
    void theClientGivesUpWhenTheConnectionClosesWith(Status.Code status) throws Exception {
        fixture.emulator.faults().arm(FIRST.at(2), new Fault.Close(status));
        append(1);

        assertThatThrownBy(() -> append(2)).isInstanceOf(ExecutionException.class);

        assertThat(fixture.rows(table)).containsExactly("1");
    }

    @Test
    void aLostAcknowledgementDoublesRowsOnTheDefaultStream() throws Exception {
        fixture.emulator.faults().arm(FIRST, new Fault.LoseAck());

        append(1);

        assertThat(fixture.rows(table)).containsExactly("1", "1");
    }

    @Test
    void aNoticeOfTheSchemaReachesTheWriter() throws Exception {
        fixture.emulator.faults().arm(FIRST, new Fault.AnnounceSchema());

        AppendRowsResponse response = append(1);

        assertThat(response.getUpdatedSchema().getFields(0).getName()).isEqualTo("id");
        assertThat(writer.getUpdatedSchema()).isNotNull();
    }

    @Test
    void whatFollowsADelayedAnswerWaitsBehindIt() throws Exception {
        fixture.emulator.faults().arm(FIRST, new Fault.Delay(Duration.ofMillis(300), Moment.AFTER));

        Future<AppendRowsResponse> slow = writer.append(TestRows.ids(1));
        Future<AppendRowsResponse> next = writer.append(TestRows.ids(2));
        next.get(20, TimeUnit.SECONDS);

        assertThat(slow.isDone()).isTrue();
    }

    @Test
    void anAnswerThatNeverComesStillTookEffect() throws Exception {
        fixture.emulator.faults().arm(FIRST, new Fault.NeverAnswer(Moment.AFTER));

        Future<AppendRowsResponse> lost = writer.append(TestRows.ids(1));

        assertThatThrownBy(() -> lost.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(fixture.rows(table)).containsExactly("1");
        assertThat(fixture.emulator.journal().entries("AppendRows", "d.t"))
                .extracting(entry -> entry.outcome())
                .containsExactly("never-answer");

        fixture.emulator.faults().clear();
        assertThat(lost.get(20, TimeUnit.SECONDS).hasAppendResult()).isTrue();
    }

    @Test
    void requestsAboveTheLimitAreRefusedByTheServer() {
        long[] many = LongStream.range(0, 300_000).toArray();

        assertThatThrownBy(() -> append(many)).hasMessageContaining("limit 1000000");
        assertThat(fixture.rows(table)).isEmpty();
    }

    @Test
    void theFirstMessageAloneCarriesStreamAndTraceAndTheJournalNamesEachCall() throws Exception {
        append(1);
        append(2, 3);

        assertThat(fixture.emulator.journal().tally("AppendRows", "p.d.t").rows())
                .isEqualTo(3);
        assertThat(fixture.emulator.journal().tally("AppendRows", "*").calls()).isEqualTo(2);
        assertThat(fixture.emulator.journal().openConnections()).isEqualTo(1);
    }
}
