// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.field.FieldType;

/**
 * A field as what is done there sees it.
 *
 * @param field where it stands, for errors and counters; never a map's key
 * @param name its own name, whose words count as hotwords; empty for a record that is one value; may be data
 */
record Site(String field, String name, FieldType type, Audit audit, WalkSettings settings) {
    @Override
    public String toString() {
        return "Site[" + field + "]";
    }
}
