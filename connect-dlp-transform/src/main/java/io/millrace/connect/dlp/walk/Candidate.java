// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.field.Place;
import io.millrace.connect.dlp.rules.Rule;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule that may treat a place.
 *
 * @param entries covers the place for some keys of the maps around it only; null where it covers it for all
 */
record Candidate(ReadyRule ready, @Nullable Rule entries) {

    FieldTreatment treatment() {
        return ready.treatment();
    }

    /** Whether it treats the place in every record. */
    boolean always() {
        return entries == null && ready.condition().all().isEmpty();
    }

    /** Whether it treats the place in this record. */
    boolean holds(Place place, Visit visit) {
        return (entries == null || entries.covers(visit.topic(), visit.named(place.steps()), Set.of()))
                && visit.holds(ready.condition());
    }
}
