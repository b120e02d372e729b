// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsRequest.ProtoData;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse.AppendResult;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.RowError;
import com.google.protobuf.Int64Value;
import io.grpc.Status;
import io.millrace.connect.emulator.faults.Disruption;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.storagewrite.RowDecoder.Decoded;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What one connection's append requests do, one after the other; knows nothing of the wire. */
final class AppendRequests {
    private final WriteStore store;
    private final Map<StreamName, WriteTarget> targets = new HashMap<>();
    private final Map<StreamName, ProtoSchema> schemas = new HashMap<>();
    private @Nullable StreamName current;
    private boolean multiplexed;
    private MissingValues missing = MissingValues.NULL;

    AppendRequests(WriteStore store) {
        this.store = store;
    }

    /**
     * The stream that a request is for: its own, or that of the request before. What the request says for those that
     * follow is kept whatever becomes of it, for the client will not say it again.
     *
     * <p>A connection is multiplexed from the first request for a second default stream on. Until then the first schema
     * counts and every later one is ignored; from then on each counts, and a request for another stream than the one
     * before has to bring it.
     */
    StreamName accept(AppendRowsRequest request) {
        StreamName before = current;
        StreamName stream = streamOf(request);
        boolean brings = request.getProtoRows().hasWriterSchema();
        if (multiplexed && !brings && !stream.equals(before)) {
            schemas.remove(stream);
        }
        if (brings && (multiplexed || !schemas.containsKey(stream))) {
            schemas.put(stream, request.getProtoRows().getWriterSchema());
        }
        missing = missing.of(request);
        return stream;
    }

    private StreamName streamOf(AppendRowsRequest request) {
        StreamName known = current;
        if (request.getWriteStream().isEmpty()) {
            if (known == null) {
                throw StorageException.invalid("", "The write stream is missing in the first request");
            }
            if (multiplexed) {
                throw StorageException.invalid(
                        "", "The write stream is missing in a request of a multiplexed connection");
            }
            return known;
        }
        StreamName named = StreamName.parse(request.getWriteStream());
        if (known != null && !named.equals(known)) {
            if (!known.isDefault() || !named.isDefault()) {
                throw StorageException.invalid(
                        named.toString(), "Only default streams can share a connection, it was opened for " + known);
            }
            multiplexed = true;
        }
        current = named;
        return named;
    }

    /** Why a connection ends that has carried nothing for so long. */
    StorageException idle(Duration limit) {
        return new StorageException(
                Status.Code.ABORTED,
                null,
                current == null ? "" : current.toString(),
                "Closing the stream because it has been inactive for " + limit.toSeconds() + " seconds.");
    }

    /** Whether some request has found its stream: from then on a refusal concerns its request only. */
    boolean established() {
        return !targets.isEmpty();
    }

    /** The answer, good or bad; thrown is only what ends the connection or concerns no row. */
    AppendRowsResponse apply(StreamName name, AppendRowsRequest request, Disruption disruption) {
        WriteTarget target = target(name, disruption);
        AppendRowsResponse.Builder response;
        try {
            response = append(target, request, disruption);
        } catch (StorageException refused) {
            response = AppendRowsResponse.newBuilder().setError(refused.toStatus());
        }
        AppendRowsResponse.Builder answer = response.setWriteStream(name.toString());
        target.takeNews().ifPresent(table -> answer.setUpdatedSchema(table.schema()));
        if (disruption.has(Fault.AnnounceSchema.class) && answer.hasAppendResult()) {
            answer.setUpdatedSchema(target.table().schema());
        }
        return answer.build();
    }

    private WriteTarget target(StreamName name, Disruption disruption) {
        WriteTarget known = targets.get(name);
        if (known != null) {
            known.refresh(disruption.tableLate());
            return known;
        }
        WriteTarget opened = WriteTarget.open(name, store.tables(), store.streams(), disruption.tableLate());
        targets.put(name, opened);
        return opened;
    }

    private AppendRowsResponse.Builder append(WriteTarget target, AppendRowsRequest request, Disruption disruption) {
        String entity = target.name().toString();
        OptionalLong offset =
                request.hasOffset() ? OptionalLong.of(request.getOffset().getValue()) : OptionalLong.empty();
        if (offset.isPresent() && target.name().isDefault()) {
            throw StorageException.invalid(entity, "An offset is not accepted on the default stream");
        }
        if (request.hasArrowRows()) {
            throw StorageException.unimplemented(entity, "arrow_rows of AppendRows");
        }
        if (request.getProtoRows().getRows().getSerializedRowsCount() == 0) {
            throw StorageException.invalid(entity, "The request holds no rows");
        }
        AppStream stream = target.stream();
        if (stream != null) {
            stream.check(offset);
        }
        List<RowError> wanted = wantedErrors(request, disruption);
        if (!wanted.isEmpty()) {
            return rowErrors(
                    wanted, disruption.find(Fault.RowErrors.class).orElseThrow().bare(), entity);
        }
        return store.discards() ? discard(target, request, offset) : write(target, request, offset);
    }

    private static List<RowError> wantedErrors(AppendRowsRequest request, Disruption disruption) {
        int count = request.getProtoRows().getRows().getSerializedRowsCount();
        return disruption.find(Fault.RowErrors.class).map(Fault.RowErrors::rows).orElse(List.of()).stream()
                .filter(index -> index >= 0 && index < count)
                .map(index -> RowDecoder.error(index, "Refused by the fault plan"))
                .toList();
    }

    private AppendRowsResponse.Builder write(WriteTarget target, AppendRowsRequest request, OptionalLong offset) {
        ProtoData data = request.getProtoRows();
        RowDecoder decoder = target.decoder(schemas.get(target.name()));
        Decoded decoded = decoder.decode(data.getRows(), missing, store.now());
        if (!decoded.errors().isEmpty()) {
            return rowErrors(decoded.errors(), /* bare= */ false, target.name().toString());
        }
        AppStream stream = target.stream();
        if (stream != null) {
            return result(stream.append(offset, decoded.rows(), store.now()));
        }
        store.writeDefault(target.name(), decoded);
        return AppendRowsResponse.newBuilder().setAppendResult(AppendResult.getDefaultInstance());
    }

    private AppendRowsResponse.Builder discard(WriteTarget target, AppendRowsRequest request, OptionalLong offset) {
        int rows = request.getProtoRows().getRows().getSerializedRowsCount();
        AppStream stream = target.stream();
        AppendRowsResponse.Builder response = stream == null
                ? AppendRowsResponse.newBuilder().setAppendResult(AppendResult.getDefaultInstance())
                : result(stream.skip(offset, rows, store.now()));
        store.countDiscarded(target.name(), rows, request.getProtoRows().getSerializedSize());
        return response;
    }

    private static AppendRowsResponse.Builder result(long offset) {
        return AppendRowsResponse.newBuilder()
                .setAppendResult(AppendResult.newBuilder().setOffset(Int64Value.of(offset)));
    }

    private static AppendRowsResponse.Builder rowErrors(List<RowError> errors, boolean bare, String entity) {
        AppendRowsResponse.Builder response = AppendRowsResponse.newBuilder().addAllRowErrors(errors);
        if (!bare) {
            String text = "Errors found while processing rows. Please refer to the row_errors field for details.";
            response.setError(new StorageException(Status.Code.INVALID_ARGUMENT, null, entity, text).toStatus());
        }
        return response;
    }
}
