// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

/** What becomes of a field that could not be masked; never its value in clear. */
public enum OnError {
    /** The field is emptied: text becomes empty, an optional field null, any other its type's zero. */
    REDACT,
    /** The field is null; fields that rules mask become optional for that. */
    DROP_FIELD,
    /** The whole record is dropped, and counted. */
    DROP_RECORD,
    /** The transform throws, naming the field; beware that Connect then writes the original record to a dead letter queue. */
    FAIL
}
