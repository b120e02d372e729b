/**
 * Where a record goes: in comes a topic name, out goes a {@code Destination}, from templates and the topic map.
 * Pure and cached; owned by the task thread.
 */
@NullMarked
package io.millrace.connect.bigquery.route;

import org.jspecify.annotations.NullMarked;
