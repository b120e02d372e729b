// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

/** A transport that can never send, and the property that is to blame. Never repeats a value that may be a secret. */
public final class InvalidTransport extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String property;

    InvalidTransport(String property, String reason) {
        super(property + " " + reason);
        this.property = property;
    }

    /** As {@link TransportPlan#read} was given it: {@code transport.url}, say, or {@code consumer.<member>}. */
    public String property() {
        return property;
    }
}
