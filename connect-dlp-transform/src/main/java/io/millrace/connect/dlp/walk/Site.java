// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.Place;

/**
 * A field as what is done there sees it.
 *
 * @param place where it stands
 * @param label what it is called
 */
record Site(Place place, Label label, FieldType type, Audit audit, WalkSettings settings) {
    /** For errors and counters; never a map's key. */
    String field() {
        return place.shown();
    }

    @Override
    public String toString() {
        return "Site[" + field() + "]";
    }
}
