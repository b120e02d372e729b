// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import java.io.IOException;

/** What was created is not seen yet by every part of BigQuery: a passing failure. */
final class NotSeenYetException extends IOException {
    private static final long serialVersionUID = 1L;

    NotSeenYetException(String what) {
        super(what + " was made and is not seen yet");
    }
}
