// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.http;

/** Thrown by an {@link Interceptor}: the front closes the connection and sends no answer. */
public final class ConnectionDropped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConnectionDropped() {
        super("connection dropped by the fault plan");
    }
}
