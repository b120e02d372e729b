// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

/** Where sightings go. Called on the task's thread. */
@FunctionalInterface
public interface Sightings {
    /** Never waits; false when there is no room now, and the sighting should be offered again later. An end is always taken. */
    boolean offer(Sighting sighting);
}
