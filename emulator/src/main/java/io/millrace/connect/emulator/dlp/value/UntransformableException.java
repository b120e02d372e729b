// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.value;

/** A value that a transformation does not take; the request says what becomes of it. The text never holds it. */
public final class UntransformableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String text;

    public UntransformableException(String text) {
        super(text);
        this.text = text;
    }

    public String text() {
        return text;
    }
}
