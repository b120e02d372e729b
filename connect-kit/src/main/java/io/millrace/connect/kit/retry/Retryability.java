// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.retry;

import com.google.api.client.http.HttpResponseException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.auth.Retryable;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call that Google refused is worth repeating, decided from codes and reasons only: message texts change
 * without notice.
 * Whether a single record is at fault is in the details of an answer, which only its caller can read.
 * Lists: cloud.google.com/bigquery/docs/error-messages and google.rpc.Code, both as of 2026-08.
 */
public enum Retryability {
    /** The same call may succeed later. */
    TRANSIENT,
    /** No call will succeed until somebody changes something. */
    FATAL;

    private static final Set<String> TRANSIENT_REASONS = Set.of(
            "backendError",
            "internalError",
            "jobBackendError",
            "jobInternalError",
            "jobRateLimitExceeded",
            "quotaExceeded",
            "rateLimitExceeded",
            "tableUnavailable",
            "userRateLimitExceeded");
    private static final Set<Integer> TRANSIENT_STATUSES = Set.of(408, 429, 500, 502, 503, 504);

    /** By a gRPC status code. Which rows are at fault, if any, is in the details: that is the caller's to know. */
    public static Retryability ofStatus(StatusCode.Code code) {
        return switch (code) {
            case CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL, UNAVAILABLE -> TRANSIENT;
            case OK,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    DATA_LOSS,
                    UNAUTHENTICATED -> FATAL;
        };
    }

    /**
     * By what a REST API answered.
     *
     * @param status the HTTP status, 0 if no answer came
     * @param reason the first error's {@code reason}, null if it had none
     */
    public static Retryability ofRest(int status, @Nullable String reason) {
        boolean passing = status == 0
                || TRANSIENT_STATUSES.contains(status)
                || (reason != null && TRANSIENT_REASONS.contains(reason));
        return passing ? TRANSIENT : FATAL;
    }

    /** By the first cause that carries a code; failing that, a broken connection is transient, anything else fatal. */
    public static Retryability of(Throwable failure) {
        Retryability uncoded = FATAL;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Retryability coded = coded(cause);
            if (coded != null) {
                return coded;
            }
            if (cause instanceof IOException) {
                uncoded = TRANSIENT;
            }
        }
        return uncoded;
    }

    private static @Nullable Retryability coded(Throwable failure) {
        if (failure instanceof ApiException api) {
            return ofStatus(api.getStatusCode().getCode());
        }
        if (failure instanceof StatusRuntimeException grpc) {
            return ofStatus(StatusCode.Code.valueOf(grpc.getStatus().getCode().name()));
        }
        if (failure instanceof HttpResponseException http) {
            return ofRest(http.getStatusCode(), null);
        }
        if (failure instanceof Retryable auth) {
            return auth.isRetryable() ? TRANSIENT : FATAL;
        }
        return null;
    }
}
