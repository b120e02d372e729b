// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.http;

import com.google.api.client.json.GenericJson;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An error as Google's JSON APIs answer it: HTTP status, reason, message. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;

    public ApiException(int status, String reason, String message) {
        super(message);
        this.status = status;
        this.reason = reason;
    }

    public static ApiException invalid(String message) {
        return new ApiException(400, "invalid", message);
    }

    public static ApiException invalidQuery(String message) {
        return new ApiException(400, "invalidQuery", message);
    }

    public static ApiException accessDenied(String message) {
        return new ApiException(403, "accessDenied", message);
    }

    public static ApiException notFound(String message) {
        return new ApiException(404, "notFound", message);
    }

    public static ApiException duplicate(String message) {
        return new ApiException(409, "duplicate", message);
    }

    public static ApiException preconditionFailed(String message) {
        return new ApiException(412, "conditionNotMet", message);
    }

    /** What this emulator does not do; {@code feature} names it. */
    public static ApiException notImplemented(String feature) {
        return new ApiException(501, "notImplemented", "The emulator does not implement " + feature);
    }

    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }

    /** The message, never absent. */
    public String text() {
        @Nullable String message = getMessage();
        return message == null ? reason : message;
    }

    /** The body: {@code {"error": {code, message, status, errors: [{reason, domain, message}]}}}. */
    public GenericJson toJson() {
        GenericJson first = new GenericJson();
        first.set("reason", reason).set("domain", "global").set("message", text());
        GenericJson error = new GenericJson();
        error.set("code", status).set("message", text()).set("errors", List.of(first));
        error.set("status", canonicalStatus());
        GenericJson body = new GenericJson();
        body.set("error", error);
        return body;
    }

    private String canonicalStatus() {
        return switch (status) {
            case 400 -> "INVALID_ARGUMENT";
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 409 -> "ALREADY_EXISTS";
            case 412 -> "FAILED_PRECONDITION";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 500 -> "INTERNAL";
            case 501 -> "UNIMPLEMENTED";
            case 503 -> "UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> reason.toUpperCase(Locale.ROOT);
        };
    }
}
