// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

/** Where an instance stands among the connector's transforms. */
public enum Role {
    /** The first instance that a record meets is before, the last one is after; a lone one is after. */
    AUTO,
    /** Stands first and sees what the converter, or the source connector, made. */
    BEFORE,
    /** Stands last and sees what the connector, or the topic, gets. */
    AFTER
}
