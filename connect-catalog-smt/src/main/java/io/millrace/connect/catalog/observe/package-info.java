/**
 * In come records, out go counters and {@link Sighting}s of what is new about them. Runs on the task's thread, inside
 * {@code apply}: nothing here waits, and nothing is allocated once a schema is known. Values are looked at, never kept.
 */
@NullMarked
package io.millrace.connect.catalog.observe;

import org.jspecify.annotations.NullMarked;
