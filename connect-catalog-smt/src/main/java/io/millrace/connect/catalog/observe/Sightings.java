// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

/** Where sightings go. Called on the task's thread. */
@FunctionalInterface
public interface Sightings {
    /** Goes nowhere. */
    Sightings NONE = sighting -> true;

    /** Never waits; false when there is no room now, and the sighting should be offered again later. An end is always taken. */
    boolean offer(Sighting sighting);

    /** A record was not looked at: its task knows as many kinds as it can. */
    default void passOver() {}
}
