// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage;

import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.rpc.ApiCallContext;
import com.google.api.gax.rpc.ClientStream;
import com.google.api.gax.rpc.ResponseObserver;
import com.google.api.gax.rpc.StreamController;
import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsRequest.MissingValueInterpretation;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.TableName;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One AppendRows connection, shared by tables of one location. Answers come in the order of requests. Used by its
 * writer's thread only; what gRPC calls back is posted there.
 *
 * <p>Not Google's {@code StreamWriter}: its pool is one static map per JVM that ignores endpoints, so that connectors
 * would share limits and connections; it cannot cancel an append that is never answered; and it resends by itself for
 * up to five minutes, out of sight of {@code outage.timeout.ms} and of our metrics.
 */
final class AppendConnection {
    /** What a connection reports; called on gRPC's threads. */
    interface Events {
        void answered(AppendConnection connection, AppendRowsResponse response);

        void ended(AppendConnection connection, Throwable cause);
    }

    private final ClientStream<AppendRowsRequest> stream;
    private final String traceId;
    private final Deque<Append> inFlight = new ArrayDeque<>();
    private long bytesInFlight;
    private @Nullable Destination lastTable;
    private @Nullable TableShape lastShape;
    private volatile @Nullable StreamController controller;
    private boolean ended;

    AppendConnection(BigQueryWriteClient client, Batch first, String traceId, Events events) {
        this.traceId = traceId;
        this.stream = client.appendRowsCallable().splitCall(new Observer(events), routed(first));
    }

    /** Bidirectional calls carry no routing header of their own; without one they are served from a default region. */
    private static ApiCallContext routed(Batch first) {
        String place = first.location() == null
                ? "write_stream=" + streamOf(first.table())
                : "write_location=projects/" + first.table().project() + "/locations/" + first.location();
        return GrpcCallContext.createDefault().withExtraHeaders(Map.of("x-goog-request-params", List.of(place)));
    }

    private static String streamOf(Destination table) {
        return TableName.of(table.project(), table.dataset(), table.table()) + "/streams/_default";
    }

    /** Sends; the rows' bytes are wrapped, not copied. */
    @SuppressWarnings(
            "ReferenceEquality") // a shape is one object until its table changes; a miss only repeats a schema
    void send(Append append, ProtoSchema schema) {
        Batch batch = append.batch;
        ProtoRows.Builder rows = ProtoRows.newBuilder();
        for (Row row : batch.rows()) {
            rows.addSerializedRows(UnsafeByteOperations.unsafeWrap(row.bytes()));
        }
        AppendRowsRequest.ProtoData.Builder data =
                AppendRowsRequest.ProtoData.newBuilder().setRows(rows);
        AppendRowsRequest.Builder request = AppendRowsRequest.newBuilder()
                .setWriteStream(streamOf(batch.table()))
                .putAllMissingValueInterpretations(gaps(batch));
        append.explained =
                append.suspect || lastShape != batch.shape() || !batch.table().equals(lastTable);
        if (append.explained) {
            data.setWriterSchema(schema);
            request.setTraceId(traceId);
        }
        lastTable = batch.table();
        lastShape = batch.shape();
        inFlight.addLast(append);
        bytesInFlight += batch.bytes();
        stream.send(request.setProtoRows(data).build());
    }

    /**
     * What its rows mean by lacking a column that has a default. Said in full with each request: whether the last one's
     * words still hold is not documented, and they may have been about another table.
     */
    private static Map<String, MissingValueInterpretation> gaps(Batch batch) {
        Map<String, MissingValueInterpretation> gaps = new HashMap<>();
        for (Column column : batch.shape().columns()) {
            if (column.defaulted()) {
                boolean isNull = batch.nulls().contains(column.name());
                gaps.put(
                        column.name(),
                        isNull ? MissingValueInterpretation.NULL_VALUE : MissingValueInterpretation.DEFAULT_VALUE);
            }
        }
        return gaps;
    }

    /** The request that the next answer is for, which is now answered; null if there is none. */
    @Nullable
    Append answered() {
        Append append = inFlight.pollFirst();
        if (append != null) {
            bytesInFlight -= append.batch.bytes();
        }
        return append;
    }

    /** After a refusal it is not certain that BigQuery kept the schema that came with the refused request. */
    void explainAgain() {
        lastShape = null;
    }

    /** All that was unanswered when the connection ended, oldest first. */
    List<Append> orphans() {
        ended = true;
        List<Append> orphans = List.copyOf(inFlight);
        inFlight.clear();
        bytesInFlight = 0;
        return orphans;
    }

    @Nullable
    Append oldest() {
        return inFlight.peekFirst();
    }

    Stream<Append> inFlight() {
        return inFlight.stream();
    }

    int requestsInFlight() {
        return inFlight.size();
    }

    long bytesInFlight() {
        return bytesInFlight;
    }

    boolean ended() {
        return ended;
    }

    /** Ends the call at once; what is unanswered stays so. */
    void cancel() {
        StreamController started = controller;
        if (started != null) {
            started.cancel();
        } else {
            stream.closeSendWithError(new CancellationException("the answer is overdue"));
        }
    }

    private final class Observer implements ResponseObserver<AppendRowsResponse> {
        private final Events events;

        Observer(Events events) {
            this.events = events;
        }

        @Override
        public void onStart(StreamController started) {
            controller = started;
        }

        @Override
        public void onResponse(AppendRowsResponse response) {
            events.answered(AppendConnection.this, response);
        }

        @Override
        public void onError(Throwable cause) {
            events.ended(AppendConnection.this, cause);
        }

        @Override
        public void onComplete() {
            events.ended(AppendConnection.this, new CancellationException("BigQuery closed the connection"));
        }
    }
}
