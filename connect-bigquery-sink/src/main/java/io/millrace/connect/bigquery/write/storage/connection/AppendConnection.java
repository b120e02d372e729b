// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.connection;

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
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One AppendRows connection, shared by tables of one location. Answers come in the order of requests. Used by its
 * writer's thread only; what gRPC calls back is posted there.
 *
 * <p>BigQuery goes by the first schema that a connection brings for its table, until a second table has come: only then
 * it takes the connection for multiplexed, and each schema that comes counts (Google's Go client, managedwriter, 2026-08).
 * Rows of another schema would be read by the first: new columns would be lost without a word.
 *
 * <p>Not Google's {@code StreamWriter}: its pool is one static map per JVM that ignores endpoints, so that connectors
 * would share limits and connections; it cannot cancel an append that is never answered; and it resends by itself for
 * up to five minutes, out of sight of {@code outage.timeout.ms} and of our metrics.
 */
public final class AppendConnection {
    /** What a connection reports; called on gRPC's threads. */
    public interface Events {
        void answered(AppendConnection connection, AppendRowsResponse response);

        void ended(AppendConnection connection, Throwable cause);

        /** More can be sent than could be so far. */
        void ready();
    }

    private final ClientStream<AppendRowsRequest> stream;
    private final @Nullable String location;
    private final String traceId;
    private final Deque<Append> inFlight = new ArrayDeque<>();
    private long bytesInFlight;
    private @Nullable Destination firstTable;
    private @Nullable TableShape firstShape;
    private boolean multiplexed;
    private @Nullable Destination lastTable;
    private @Nullable TableShape lastShape;
    private volatile @Nullable StreamController controller;
    /** Since when the oldest request is the next to be answered; without one, since when nothing is to be. */
    private long turnMs;

    private boolean leaving;
    private boolean ended;

    /** Opens it for a first batch, whose location it is bound to. */
    public AppendConnection(BigQueryWriteClient client, Batch first, String traceId, long now, Events events) {
        this.location = first.location();
        this.traceId = traceId;
        this.turnMs = now;
        this.stream = client.appendRowsCallable()
                .internalCall(new Observer(events), anyStream -> events.ready(), routed(first));
    }

    /** Bidirectional calls carry no routing header of their own; without one they are served from a default region. */
    private static ApiCallContext routed(Batch first) {
        String location = first.location();
        String place = location == null
                ? "write_stream=" + streamOf(first.table())
                // As WriteStream.location spells it; the BigQuery API spells multi-regions in capitals.
                : "write_location=projects/" + first.table().project() + "/locations/"
                        + location.toLowerCase(Locale.ROOT);
        return GrpcCallContext.createDefault().withExtraHeaders(Map.of("x-goog-request-params", List.of(place)));
    }

    private static String streamOf(Destination table) {
        return TableName.of(table.project(), table.dataset(), table.table()) + "/streams/_default";
    }

    /** Whether tables of this location may use it. */
    boolean isIn(@Nullable String place) {
        return Objects.equals(location, place);
    }

    /** Whether BigQuery would read a batch's rows by their own schema here. */
    boolean reads(Batch batch) {
        return firstTable == null
                || multiplexed
                || !batch.table().equals(firstTable)
                || batch.shape().equals(firstShape);
    }

    /**
     * Whether a request would go on the wire by and by. What is handed to gRPC beyond lies in direct memory, which all
     * tasks of a worker share.
     */
    boolean isReady() {
        return inFlight.isEmpty() || stream.isSendReady();
    }

    /** Sends; the rows' bytes are wrapped, and copied once they are on their way to the wire. */
    @SuppressWarnings(
            "ReferenceEquality") // a shape is one object until its table changes; a miss only repeats a schema
    public void send(Append append, ProtoSchema schema, long now) {
        Batch batch = append.batch();
        if (inFlight.isEmpty()) {
            turnMs = now;
        }
        inFlight.addLast(append); // first of all, so that it is among the orphans whatever goes wrong
        bytesInFlight += batch.bytes();
        ProtoRows.Builder rows = ProtoRows.newBuilder();
        for (Row row : batch.rows()) {
            rows.addSerializedRows(UnsafeByteOperations.unsafeWrap(row.bytes()));
        }
        AppendRowsRequest.ProtoData.Builder data =
                AppendRowsRequest.ProtoData.newBuilder().setRows(rows);
        AppendRowsRequest.Builder request = AppendRowsRequest.newBuilder()
                .setWriteStream(streamOf(batch.table()))
                .putAllMissingValueInterpretations(gaps(batch));
        boolean explained = append.isSuspect()
                || lastShape != batch.shape()
                || !batch.table().equals(lastTable);
        append.sentWithSchema(explained);
        if (explained) {
            data.setWriterSchema(schema);
            request.setTraceId(traceId);
        }
        note(batch);
        stream.send(request.setProtoRows(data).build());
    }

    private void note(Batch batch) {
        if (firstTable == null) {
            firstTable = batch.table();
            firstShape = batch.shape();
        }
        multiplexed |= !batch.table().equals(firstTable);
        lastTable = batch.table();
        lastShape = batch.shape();
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
    Append answered(long now) {
        Append append = inFlight.pollFirst();
        if (append != null) {
            bytesInFlight -= append.batch().bytes();
            turnMs = now;
        }
        return append;
    }

    /**
     * A request was refused, and it is not certain that BigQuery kept the schema that came with it. Where the connection
     * itself may be why, no more is sent on it.
     *
     * @param probing whether refusals are what was looked for
     */
    public void refused(AppendError.Kind kind, boolean probing) {
        lastShape = null;
        switch (kind) {
            // After a failure BigQuery may answer everything on the connection with ABORTED; tokens are the
            // connection's.
            case TRANSIENT, CREDENTIALS -> leave();
            // It may not look at the table again for a connection that knows it.
            case TABLE_MISSING, COLUMNS_MISSING, TYPES_DIFFER, PERMISSION, FATAL -> {
                if (!multiplexed && !probing) {
                    leave();
                }
            }
            case ROWS, QUOTA -> {}
        }
    }

    /** Takes no more requests, and ends when those that it has are answered. */
    void leave() {
        leaving = true;
    }

    boolean leaving() {
        return leaving;
    }

    /** All that was unanswered when the connection ended, oldest first. */
    public List<Append> orphans() {
        ended = true;
        List<Append> orphans = List.copyOf(inFlight);
        inFlight.clear();
        bytesInFlight = 0;
        return orphans;
    }

    /** What the next answer is for, null if nothing is on the wire. */
    public @Nullable Append oldest() {
        return inFlight.peekFirst();
    }

    Stream<Append> inFlight() {
        return inFlight.stream();
    }

    boolean idle() {
        return inFlight.isEmpty();
    }

    int requestsInFlight() {
        return inFlight.size();
    }

    long bytesInFlight() {
        return bytesInFlight;
    }

    /** Milliseconds that the next answer is waited for, or without requests, that nothing is waited for. */
    long waitedMs(long now) {
        return now - turnMs;
    }

    /** When the next answer was first waited for. */
    long turnMs() {
        return turnMs;
    }

    /** Whether nothing will be heard of it any more. */
    public boolean ended() {
        return ended;
    }

    /** Ends the call when BigQuery has read all that was sent. */
    void close() {
        ended = true;
        stream.closeSend();
    }

    /** Ends the call at once; what is unanswered stays so. */
    public void cancel() {
        StreamController started = controller;
        if (started != null) {
            started.cancel();
        } else {
            stream.closeSendWithError(new CancellationException("the connection is given up"));
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
