// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.registry;

import org.jspecify.annotations.Nullable;

/** A schema registry gave no usable answer. Asking again may help. The message is short, for people, and has no secret. */
public final class RegistryException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final int status;

    /** @param status the HTTP status, 0 if no answer came */
    RegistryException(int status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** Whether it is the credentials that the registry does not like. */
    public boolean refused() {
        return status == UNAUTHORIZED || status == FORBIDDEN;
    }

    /** Whether only this one subject may be concerned: access can be granted subject by subject. */
    public boolean ofOneSubject() {
        return status == FORBIDDEN;
    }
}
