// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.protobuf.Any;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.millrace.connect.emulator.store.WarehouseException;
import org.jspecify.annotations.Nullable;

/** A refusal as Storage Write words it: a status, and mostly a {@link StorageError} as its detail. */
final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Status.Code code;
    private final @Nullable StorageErrorCode error;
    private final String entity;
    private final String text;

    StorageException(Status.Code code, @Nullable StorageErrorCode error, String entity, String text) {
        super(text);
        this.code = code;
        this.error = error;
        this.entity = entity;
        this.text = text;
    }

    static StorageException invalid(String entity, String text) {
        return new StorageException(Status.Code.INVALID_ARGUMENT, null, entity, text);
    }

    static StorageException unimplemented(String entity, String feature) {
        return new StorageException(
                Status.Code.UNIMPLEMENTED, null, entity, "The emulator does not implement " + feature);
    }

    static StorageException tableNotFound(String table) {
        return new StorageException(
                Status.Code.NOT_FOUND, StorageErrorCode.TABLE_NOT_FOUND, table, "Requested entity was not found");
    }

    static StorageException streamNotFound(String stream) {
        return new StorageException(
                Status.Code.NOT_FOUND, StorageErrorCode.STREAM_NOT_FOUND, stream, "Requested entity was not found");
    }

    static StorageException finalized(String stream) {
        return new StorageException(
                Status.Code.INVALID_ARGUMENT,
                StorageErrorCode.STREAM_FINALIZED,
                stream,
                "Stream has been finalized and cannot be appended or flushed");
    }

    static StorageException wrongType(String stream, String text) {
        return new StorageException(Status.Code.INVALID_ARGUMENT, StorageErrorCode.INVALID_STREAM_TYPE, stream, text);
    }

    /** What the store refused, in Storage Write's words. */
    static StorageException of(WarehouseException refused, String entity) {
        Status.Code code = switch (refused.reason()) {
            case INVALID, INVALID_QUERY, RESOURCE_IN_USE -> Status.Code.INVALID_ARGUMENT;
            case ACCESS_DENIED -> Status.Code.PERMISSION_DENIED;
            case NOT_FOUND -> Status.Code.NOT_FOUND;
            case DUPLICATE -> Status.Code.ALREADY_EXISTS;
            case RESOURCES_EXCEEDED -> Status.Code.RESOURCE_EXHAUSTED;
            case PRECONDITION_FAILED -> Status.Code.FAILED_PRECONDITION;
            case NOT_IMPLEMENTED -> Status.Code.UNIMPLEMENTED;
        };
        return new StorageException(code, null, entity, refused.text());
    }

    /** For the journal: the most telling of the two codes. */
    String outcome() {
        return error == null ? code.name() : error.name();
    }

    StorageError toStorageError() {
        return StorageError.newBuilder()
                .setCode(error == null ? StorageErrorCode.STORAGE_ERROR_CODE_UNSPECIFIED : error)
                .setEntity(entity)
                .setErrorMessage(text)
                .build();
    }

    /** As a field of a response. */
    com.google.rpc.Status toStatus() {
        com.google.rpc.Status.Builder status =
                com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(text + " Entity: " + entity);
        if (error != null) {
            status.addDetails(Any.pack(toStorageError()));
        }
        return status.build();
    }

    /** As the end of a call. */
    StatusRuntimeException toCallEnd() {
        return StatusProto.toStatusRuntimeException(toStatus());
    }
}
