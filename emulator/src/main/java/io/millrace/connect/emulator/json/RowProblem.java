// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.json;

/** Why a row is refused, and at which field; the message carries no value. */
public final class RowProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String location;
    private final String text;

    public RowProblem(String location, String text) {
        super(text);
        this.location = location;
        this.text = text;
    }

    /** The field's path, dots between levels. */
    public String location() {
        return location;
    }

    public String text() {
        return text;
    }
}
