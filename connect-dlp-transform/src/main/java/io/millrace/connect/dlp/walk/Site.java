// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.field.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * A field as what is done there sees it.
 *
 * @param field where it stands, for errors and counters; never a map's key
 * @param name its own name, whose words count as hotwords; empty for a record that is one value; may be data. Null for a
 *     map's value, which is called as its key
 */
record Site(String field, @Nullable String name, FieldType type, Audit audit, WalkSettings settings) {
    /** Its name in this record. */
    String name(Visit visit) {
        return name == null ? visit.key() : name;
    }

    @Override
    public String toString() {
        return "Site[" + field + "]";
    }
}
