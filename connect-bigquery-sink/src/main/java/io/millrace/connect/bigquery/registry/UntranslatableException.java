// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.registry;

/** It cannot be told from a registered schema what records will look like. The message says why, for people. */
public final class UntranslatableException extends Exception {
    private static final long serialVersionUID = 1L;

    UntranslatableException(String message) {
        super(message);
    }

    UntranslatableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same, of a subject. */
    UntranslatableException of(String subject) {
        return new UntranslatableException("subject " + subject + ": " + getMessage(), this);
    }
}
