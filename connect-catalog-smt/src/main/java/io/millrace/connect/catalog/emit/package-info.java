/**
 * In come sightings through a bounded queue, out go events to catalogs. All state belongs to the reporter's thread; a send
 * runs on its target's own thread and is given up when its time is over. The task's thread never waits here, except to
 * close.
 */
@NullMarked
package io.millrace.connect.catalog.emit;

import org.jspecify.annotations.NullMarked;
