// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

/**
 * A value that its column cannot hold. The message says what the value is like and what would fit, never the value; the
 * field's writer adds the column. A row error is an everyday event, so it carries no stack.
 */
public final class UnfitValueException extends RuntimeException {
    public UnfitValueException(String message) {
        super(message, null, false, false);
    }
}
