// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import org.jspecify.annotations.Nullable;

/** What the store refuses and why; every front answers it in its own protocol. */
public final class WarehouseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, with BigQuery's HTTP status and reason. */
    public enum Reason {
        INVALID(400, "invalid"),
        INVALID_QUERY(400, "invalidQuery"),
        ACCESS_DENIED(403, "accessDenied"),
        NOT_FOUND(404, "notFound"),
        DUPLICATE(409, "duplicate"),
        RESOURCE_IN_USE(400, "resourceInUse"),
        RESOURCES_EXCEEDED(400, "resourcesExceeded"),
        PRECONDITION_FAILED(412, "conditionNotMet"),
        NOT_IMPLEMENTED(501, "notImplemented");

        private final int httpStatus;
        private final String text;

        Reason(int httpStatus, String text) {
            this.httpStatus = httpStatus;
            this.text = text;
        }

        public int httpStatus() {
            return httpStatus;
        }

        /** As it stands in {@code errors[].reason}. */
        public String text() {
            return text;
        }
    }

    private final Reason reason;

    public WarehouseException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public WarehouseException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public static WarehouseException invalid(String message) {
        return new WarehouseException(Reason.INVALID, message);
    }

    public static WarehouseException notImplemented(String feature) {
        return new WarehouseException(Reason.NOT_IMPLEMENTED, "The emulator does not implement " + feature);
    }

    public Reason reason() {
        return reason;
    }

    /** The message, never absent. */
    public String text() {
        @Nullable String message = getMessage();
        return message == null ? reason.text() : message;
    }
}
