// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import java.util.EnumSet;
import java.util.Set;

/** Who reads the events, and what that catalog needs to be different (as read and measured 2026-08; docs/catalog.md). */
public enum Consumer {
    /** The standard as it is. */
    OPENLINEAGE(EnumSet.of(Need.PARENT)),
    /** Shows masking only where the older transformationType says so. */
    MARQUEZ(EnumSet.of(Need.PARENT, Need.LEGACY_MASKING)),
    /** Draws a parent as an edge to itself, and knows few type words. */
    DATAHUB(EnumSet.of(Need.ITS_TYPE_WORDS)),
    /** Processes COMPLETE only, unless told otherwise. */
    OPENMETADATA(EnumSet.of(Need.PARENT, Need.COMPLETE_ONLY)),
    /** Skips all column links of an event with more than 1,500. */
    DATAPLEX(EnumSet.of(Need.PARENT, Need.FEW_COLUMN_LINKS)),
    /** Its extractor wants a {@code database} beside each dataset's name. */
    AMUNDSEN(EnumSet.of(Need.PARENT, Need.DATABASE_KEY));

    /** What makes a consumer's events differ. */
    enum Need {
        PARENT,
        LEGACY_MASKING,
        ITS_TYPE_WORDS,
        COMPLETE_ONLY,
        FEW_COLUMN_LINKS,
        DATABASE_KEY
    }

    private final Set<Need> needs;

    Consumer(Set<Need> needs) {
        this.needs = Set.copyOf(needs);
    }

    boolean needs(Need need) {
        return needs.contains(need);
    }
}
