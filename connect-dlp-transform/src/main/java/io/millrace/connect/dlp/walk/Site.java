// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.field.FieldType;

/**
 * A field as what is done there sees it.
 *
 * @param field where it stands, for errors and counters; never a map's key
 * @param label what it is called
 */
record Site(String field, Label label, FieldType type, Audit audit, WalkSettings settings) {
    @Override
    public String toString() {
        return "Site[" + field + "]";
    }
}
