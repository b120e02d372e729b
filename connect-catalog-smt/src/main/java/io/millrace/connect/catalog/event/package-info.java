/**
 * In comes what is known of an edge, out goes an OpenLineage event, shaped to what its consumer reads. Pure: no I/O, no
 * clock, no thread of its own; called by the reporter's.
 */
@NullMarked
package io.millrace.connect.catalog.event;

import org.jspecify.annotations.NullMarked;
