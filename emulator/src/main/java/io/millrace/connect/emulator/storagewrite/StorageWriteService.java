// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsRequest;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteGrpc;
import com.google.cloud.bigquery.storage.v1.CreateWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.FinalizeWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.FinalizeWriteStreamResponse;
import com.google.cloud.bigquery.storage.v1.FlushRowsRequest;
import com.google.cloud.bigquery.storage.v1.FlushRowsResponse;
import com.google.cloud.bigquery.storage.v1.GetWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.cloud.bigquery.storage.v1.WriteStreamView;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.millrace.connect.emulator.faults.Call;
import io.millrace.connect.emulator.faults.Disruption;
import io.millrace.connect.emulator.faults.FaultPlan;
import io.millrace.connect.emulator.faults.Journal;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;

/** The gRPC service {@code google.cloud.bigquery.storage.v1.BigQueryWrite}, all of it. */
public final class StorageWriteService extends BigQueryWriteGrpc.BigQueryWriteImplBase {
    private final WriteStore store;
    private final WriteCalls calls;
    private final WriteSettings settings;

    public StorageWriteService(
            Warehouse warehouse,
            WriteSettings settings,
            FaultPlan plan,
            Journal journal,
            ScheduledExecutorService timer) {
        this.store = new WriteStore(warehouse, settings.clock(), settings.discarded());
        this.calls = new WriteCalls(plan, journal, timer);
        this.settings = settings;
    }

    @Override
    public StreamObserver<AppendRowsRequest> appendRows(StreamObserver<AppendRowsResponse> client) {
        return new AppendConnection(calls, store, settings, (ServerCallStreamObserver<AppendRowsResponse>) client);
    }

    @Override
    public void createWriteStream(CreateWriteStreamRequest request, StreamObserver<WriteStream> client) {
        onTable("CreateWriteStream", request.getParent(), client, (name, disruption) -> {
            WriteTable table = store.tables().find(name, disruption.tableLate());
            WriteStream.Type type = request.getWriteStream().getType();
            if (type == WriteStream.Type.TYPE_UNSPECIFIED || type == WriteStream.Type.UNRECOGNIZED) {
                throw StorageException.invalid(request.getParent(), "A stream is COMMITTED, PENDING or BUFFERED");
            }
            return store.streams().create(table, type).describe().toBuilder()
                    .setTableSchema(table.schema())
                    .build();
        });
    }

    @Override
    public void getWriteStream(GetWriteStreamRequest request, StreamObserver<WriteStream> client) {
        onStream("GetWriteStream", request.getName(), client, (name, disruption) -> {
            WriteTable table = store.tables().find(name.table(), disruption.tableLate());
            WriteStream stream = name.isDefault()
                    ? describeDefault(table)
                    : store.streams().find(name).describe();
            return request.getView() == WriteStreamView.FULL
                    ? stream.toBuilder().setTableSchema(table.schema()).build()
                    : stream;
        });
    }

    private static WriteStream describeDefault(WriteTable table) {
        return WriteStream.newBuilder()
                .setName(StreamName.defaultOf(table.name()).toString())
                .setType(WriteStream.Type.COMMITTED)
                .setWriteMode(WriteStream.WriteMode.INSERT)
                .setCreateTime(AppStream.timestamp(table.created()))
                .build();
    }

    @Override
    public void finalizeWriteStream(
            FinalizeWriteStreamRequest request, StreamObserver<FinalizeWriteStreamResponse> client) {
        onStream("FinalizeWriteStream", request.getName(), client, (name, disruption) -> {
            long rows = ownStream(name, "finalized").finish(store.now());
            return FinalizeWriteStreamResponse.newBuilder().setRowCount(rows).build();
        });
    }

    @Override
    public void flushRows(FlushRowsRequest request, StreamObserver<FlushRowsResponse> client) {
        onStream("FlushRows", request.getWriteStream(), client, (name, disruption) -> {
            AppStream stream = ownStream(name, "flushed");
            if (!request.hasOffset()) {
                throw StorageException.invalid(request.getWriteStream(), "The offset is missing");
            }
            long through = stream.flush(request.getOffset().getValue(), store.now());
            return FlushRowsResponse.newBuilder().setOffset(through).build();
        });
    }

    @Override
    public void batchCommitWriteStreams(
            BatchCommitWriteStreamsRequest request, StreamObserver<BatchCommitWriteStreamsResponse> client) {
        onTable("BatchCommitWriteStreams", request.getParent(), client, (name, disruption) -> {
            store.tables().find(name, disruption.tableLate());
            return store.streams().commit(name, request.getWriteStreamsList());
        });
    }

    private AppStream ownStream(StreamName name, String done) {
        if (name.isDefault()) {
            throw StorageException.wrongType(name.toString(), "The default stream cannot be " + done);
        }
        return store.streams().find(name);
    }

    private <T> void onTable(
            String method, String table, StreamObserver<T> client, BiFunction<TableName, Disruption, T> effect) {
        try {
            TableName name = StreamName.parseTable(table);
            Call call = Call.grpc(method, StreamName.resource(name));
            calls.unary(call, table, client, disruption -> effect.apply(name, disruption));
        } catch (StorageException malformed) {
            client.onError(malformed.toCallEnd());
        }
    }

    private <T> void onStream(
            String method, String stream, StreamObserver<T> client, BiFunction<StreamName, Disruption, T> effect) {
        try {
            StreamName name = StreamName.parse(stream);
            Call call = Call.grpc(method, StreamName.resource(name.table()));
            calls.unary(call, stream, client, disruption -> effect.apply(name, disruption));
        } catch (StorageException malformed) {
            client.onError(malformed.toCallEnd());
        }
    }
}
