// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.defaultstream;

import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.refusal;
import static io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.silence;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.ORDERS;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.RETURNS;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.batch;
import static io.millrace.connect.bigquery.write.storage.defaultstream.WriterBench.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.rpc.Code;
import io.grpc.Status;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.Answer;
import io.millrace.connect.bigquery.write.storage.defaultstream.FakeWriteApi.Arrival;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** BigQuery reads rows by the first schema of a connection until a second table makes the connection a multiplexed one. */
@Timeout(20)
class SchemaChangeTest {
    private final WriterBench bench = new WriterBench();
    private final FakeWriteApi api = bench.api;

    @AfterEach
    void stop() {
        bench.close();
    }

    private static TableShape grown(int more) {
        return new TableShape(List.of(
                Column.of("id", ColumnType.INT64, ColumnMode.NULLABLE),
                Column.of("more" + more, ColumnType.STRING, ColumnMode.NULLABLE)));
    }

    private Batch sendGrown(DefaultStreamWriter writer, int more) {
        Batch batch = batch(ORDERS, grown(more), "grown " + more);
        writer.write(batch, Duration.ZERO);
        return batch;
    }

    @Test
    void aConnectionOfOneTableGetsNoSecondSchema() {
        DefaultStreamWriter writer = bench.writer();
        bench.result(WriteResult.Written.class, send(writer, ORDERS, "a"));
        int first = api.arrival().connection();

        bench.result(WriteResult.Written.class, sendGrown(writer, 1));
        bench.result(WriteResult.Written.class, sendGrown(writer, 1));

        Arrival grown = api.arrival();
        assertThat(grown.explained()).isTrue();
        assertThat(grown.connection()).isNotEqualTo(first);
        assertThat(api.arrival().connection()).isEqualTo(grown.connection());
    }

    @Test
    void whatIsUnderWayByTheOldSchemaIsAnsweredWhereItIs() {
        api.answers(silence());
        DefaultStreamWriter writer = bench.writer();
        Batch old = send(writer, ORDERS, "a");
        Arrival underWay = api.arrival();

        bench.result(WriteResult.Written.class, sendGrown(writer, 1));
        underWay.acknowledge();

        bench.result(WriteResult.Written.class, old);
        assertThat(bench.repetitions).isEmpty();
    }

    @Test
    void aMultiplexedConnectionGetsTheNewSchema() {
        DefaultStreamWriter writer = bench.writer();
        bench.makeQuick(writer, ORDERS, RETURNS);

        bench.result(WriteResult.Written.class, sendGrown(writer, 1));

        Arrival grown = api.arrival();
        assertThat(grown.connection()).isEqualTo(1);
        assertThat(grown.explained()).isTrue();
    }

    @Test
    void replacesConnectionsWhoseSchemasAreOldAndNeverOpensMoreThanItMay() {
        DefaultStreamWriter writer = bench.writer();
        Set<Integer> used = new HashSet<>();

        for (int i = 0; i < 30; i++) {
            bench.result(WriteResult.Written.class, sendGrown(writer, i));
            used.add(api.arrival().connection());
        }

        assertThat(used).hasSize(30);
        // one more while the end of another is under way
        assertThat(api.openConnections()).isLessThanOrEqualTo(9);
    }

    /** What BigQuery may say on a connection that it opened before the table was as it is. */
    @ParameterizedTest
    @ValueSource(strings = {"TABLE_NOT_FOUND", "SCHEMA_MISMATCH_EXTRA_FIELDS"})
    void looksAtTheTableOnANewConnectionAfter(String code) {
        DefaultStreamWriter writer = bench.writer();
        api.answers(refusal(Code.INVALID_ARGUMENT, StorageErrorCode.valueOf(code)));
        bench.result(WriteResult.TableBehind.class, send(writer, ORDERS, "a"));

        bench.result(WriteResult.Written.class, send(writer, ORDERS, "a"));

        assertThat(api.arrival().connection()).isNotEqualTo(api.arrival().connection());
    }

    @Test
    void leavesAConnectionOnWhichEverythingIsAbortedAfterAFailure() {
        DefaultStreamWriter writer = bench.writer();
        bench.makeQuick(writer, ORDERS, RETURNS);
        Answer aborted = refusal(Code.ABORTED);
        api.thenAnswers(arrival -> arrival.connection() == 1, aborted);

        Batch batch = send(writer, ORDERS, "a");

        bench.result(WriteResult.Written.class, batch);
        assertThat(bench.repetitions(batch)).hasSize(1);
    }

    @Test
    void anIdleConnectionThatBigQueryEndsIsNoTrouble() {
        DefaultStreamWriter writer = bench.writer();
        bench.result(WriteResult.Written.class, send(writer, ORDERS, "a"));

        api.arrival().back().onError(Status.ABORTED.asRuntimeException());
        api.awaitEnd();
        bench.skip(writer, Duration.ZERO);

        bench.result(WriteResult.Written.class, send(writer, ORDERS, "b"));
        assertThat(bench.repetitions).isEmpty();
    }

    @Test
    void endsIdleConnectionsBeforeBigQueryDoes() {
        DefaultStreamWriter writer = bench.writer();
        bench.result(WriteResult.Written.class, send(writer, ORDERS, "a"));
        bench.skip(writer, Duration.ofMinutes(6));
        bench.skip(writer, Duration.ofMinutes(6));

        bench.result(WriteResult.Written.class, send(writer, ORDERS, "b"));

        assertThat(api.arrival().connection()).isEqualTo(1);
        assertThat(api.arrival().connection()).isEqualTo(2);
        api.awaitEnd();
    }
}
