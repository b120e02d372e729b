// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

/** The part of a record that a transform works on. */
enum RecordPart {
    KEY,
    VALUE,
    HEADERS
}
