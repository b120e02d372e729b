// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

/** A value that its column does not take: one row is bad. The message names the column, never the value. */
final class InvalidValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String text;

    InvalidValueException(String text) {
        super(text);
        this.text = text;
    }

    String text() {
        return text;
    }
}
