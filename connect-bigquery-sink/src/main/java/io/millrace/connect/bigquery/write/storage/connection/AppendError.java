// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.connection;

import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.RowError;
import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.kit.retry.Retryability;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an append was refused, from codes only: texts change without notice, and may quote what was in a row.
 *
 * @param status the gRPC status
 * @param storage BigQuery's own code, unspecified where there is none
 * @param rows the rows at fault, if BigQuery named any
 */
public record AppendError(Code status, StorageErrorCode storage, List<RowError> rows) {
    /** What the writer does about it. */
    public enum Kind {
        ROWS,
        TABLE_MISSING,
        COLUMNS_MISSING,
        TYPES_DIFFER,
        PERMISSION,
        TRANSIENT,
        QUOTA,
        CREDENTIALS,
        FATAL
    }

    /** Requests up to here are never too large: BigQuery accepts 20 MB, older endpoints 10 MB (2026-08). */
    private static final long CERTAIN_SIZE = 9_500_000;
    /** How often a quota may be what refuses a single large row, before its size must be. */
    private static final int QUOTA_REFUSALS = 5;

    public AppendError {
        rows = List.copyOf(rows);
    }

    /** The error in an answer, null for a success. An answer that names rows is an error even without a status. */
    public static @Nullable AppendError in(AppendRowsResponse response) {
        if (!response.hasError() && response.getRowErrorsCount() == 0) {
            return null;
        }
        return of(response.getError(), response.getRowErrorsList());
    }

    /** The error that ended a connection. */
    public static AppendError of(Throwable cause) {
        Status status = StatusProto.fromThrowable(cause);
        if (status != null) {
            return of(status, List.of());
        }
        return new AppendError(Code.UNAVAILABLE, StorageErrorCode.STORAGE_ERROR_CODE_UNSPECIFIED, List.of());
    }

    private static AppendError of(Status status, List<RowError> rows) {
        Code code = Code.forNumber(status.getCode());
        return new AppendError(code == null ? Code.UNKNOWN : code, storageCode(status), rows);
    }

    private static StorageErrorCode storageCode(Status status) {
        for (Any detail : status.getDetailsList()) {
            if (detail.is(StorageError.class)) {
                try {
                    return detail.unpack(StorageError.class).getCode();
                } catch (InvalidProtocolBufferException unreadable) {
                    return StorageErrorCode.UNRECOGNIZED;
                }
            }
        }
        return StorageErrorCode.STORAGE_ERROR_CODE_UNSPECIFIED;
    }

    /** What is to be done about it. */
    public Kind kind() {
        if (!rows.isEmpty()) {
            return Kind.ROWS;
        }
        return switch (storage) {
            // A table's default stream is there as long as the table is.
            case TABLE_NOT_FOUND, STREAM_NOT_FOUND -> Kind.TABLE_MISSING;
            case SCHEMA_MISMATCH_EXTRA_FIELDS -> Kind.COLUMNS_MISSING;
            case CMEK_NOT_PROVIDED, INVALID_CMEK_PROVIDED, CMEK_ENCRYPTION_ERROR, KMS_PERMISSION_DENIED -> Kind.FATAL;
            case STORAGE_ERROR_CODE_UNSPECIFIED,
                    STREAM_ALREADY_COMMITTED,
                    INVALID_STREAM_TYPE,
                    INVALID_STREAM_STATE,
                    STREAM_FINALIZED,
                    OFFSET_ALREADY_EXISTS,
                    OFFSET_OUT_OF_RANGE,
                    KMS_SERVICE_ERROR,
                    UNRECOGNIZED -> byStatus();
        };
    }

    private Kind byStatus() {
        if (status == Code.NOT_FOUND) {
            return Kind.TABLE_MISSING;
        }
        if (status == Code.PERMISSION_DENIED) {
            return Kind.PERMISSION;
        }
        if (status == Code.RESOURCE_EXHAUSTED) {
            return Kind.QUOTA;
        }
        if (status == Code.UNAUTHENTICATED) {
            return Kind.CREDENTIALS; // a token may have expired on a long-lived connection, which a new one mends
        }
        if (status == Code.INVALID_ARGUMENT && isUnexplained()) {
            return Kind.TYPES_DIFFER; // among other things, but the table tells whether it is that
        }
        boolean passing = Retryability.ofStatus(StatusCode.Code.valueOf(status.name())) == Retryability.TRANSIENT;
        return passing ? Kind.TRANSIENT : Kind.FATAL;
    }

    /** BigQuery has no code for rows whose descriptor does not go with the table's types. */
    private boolean isUnexplained() {
        return storage == StorageErrorCode.STORAGE_ERROR_CODE_UNSPECIFIED || storage == StorageErrorCode.UNRECOGNIZED;
    }

    /** Whether a request may have been refused for its size: BigQuery has no code of its own for that. */
    public boolean isAboutSize(Append append) {
        if (!rows.isEmpty() || append.batch().bytes() <= CERTAIN_SIZE) {
            return false;
        }
        boolean several = append.batch().rows().size() > 1; // then it does no harm to halve it
        return status == Code.INVALID_ARGUMENT
                || (status == Code.RESOURCE_EXHAUSTED && (several || append.refusals() >= QUOTA_REFUSALS));
    }

    /** For people: why no request of this kind will succeed. */
    public String refusal(Batch batch) {
        return "table " + batch.table() + ": BigQuery refused an append of "
                + batch.rows().size() + " rows with " + this
                + "; its text is left out here, because it may quote a value";
    }

    /** Whether memory of ours was short, which is as passing as a broken connection. */
    public static boolean isOutOfMemory(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return storage == StorageErrorCode.STORAGE_ERROR_CODE_UNSPECIFIED ? status.name() : status + "/" + storage;
    }
}
