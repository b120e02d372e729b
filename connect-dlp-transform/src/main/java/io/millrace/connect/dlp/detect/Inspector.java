// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import java.time.Clock;
import java.util.List;

/**
 * Finds sensitive data in one text at a time. Keeps buffers between calls: one inspector per thread.
 */
public final class Inspector {

    private final InspectSettings settings;

    private Inspector(InspectSettings settings) {
        this.settings = settings;
    }

    /**
     * Builds an inspector.
     *
     * @param clock tells which birth dates are still to come
     * @throws IllegalArgumentException when an infoType, region, pattern or rule cannot be used; names it
     */
    public static Inspector compile(InspectSettings settings, Clock clock) {
        for (InfoType infoType : settings.infoTypes()) {
            if (BuiltInInfoType.named(infoType.name()).isEmpty()) {
                throw new IllegalArgumentException("infoType " + infoType + " is not built in");
            }
        }
        return new Inspector(settings);
    }

    /** Findings in a text that has no name. */
    public List<Finding> inspect(String text) {
        return inspect(text, "");
    }

    /**
     * Findings in order of their start, possibly overlapping; see {@link DisjointFindings}.
     *
     * @param text what to look at; never kept
     * @param fieldName the field, column or key that holds the text, whose words count as hotwords; may be empty
     * @return an immutable list, the same empty one whenever there is nothing
     */
    public List<Finding> inspect(String text, String fieldName) {
        if (settings.infoTypes().isEmpty() || text.isEmpty()) {
            return List.of();
        }
        throw new UnsupportedOperationException("detection in " + fieldName);
    }
}
