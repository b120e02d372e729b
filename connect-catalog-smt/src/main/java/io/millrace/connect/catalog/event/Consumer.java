// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

/** Who reads the events, and what that catalog needs to be different (as read and measured 2026-08; docs/catalog.md). */
public enum Consumer {
    /** The standard as it is. */
    OPENLINEAGE,
    MARQUEZ,
    DATAHUB,
    OPENMETADATA,
    DATAPLEX,
    AMUNDSEN;

    /** What makes a consumer's events differ. */
    enum Need {
        /** The connector's job above the edge's. DataHub draws it as an edge of the job to itself. */
        PARENT,
        /** Marquez shows masking only where the older transformationType says so. */
        LEGACY_MASKING,
        /** Marquez keeps names of up to 255 characters, and refuses an event with a longer one. */
        SHORT_NAMES,
        /** DataHub knows few type words and calls every other type unknown. */
        ITS_TYPE_WORDS,
        /** OpenMetadata processes COMPLETE only, unless told otherwise. */
        COMPLETE_ONLY,
        /** Dataplex skips all column links of an event with more than 1,500. */
        FEW_COLUMN_LINKS,
        /** Amundsen knows a table by the key that its own extractors make of it, and by no other. */
        TABLE_KEYS
    }

    boolean needs(Need need) {
        return switch (need) {
            case PARENT -> this != DATAHUB;
            case LEGACY_MASKING -> this == MARQUEZ;
            case SHORT_NAMES -> this == MARQUEZ;
            case ITS_TYPE_WORDS -> this == DATAHUB;
            case COMPLETE_ONLY -> this == OPENMETADATA;
            case FEW_COLUMN_LINKS -> this == DATAPLEX;
            case TABLE_KEYS -> this == AMUNDSEN;
        };
    }
}
