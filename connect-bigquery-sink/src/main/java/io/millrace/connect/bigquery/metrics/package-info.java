/**
 * What operators watch of the sink: the task counts here, the kit shows it. Written by
 * the task thread, read by any.
 */
@NullMarked
package io.millrace.connect.bigquery.metrics;

import org.jspecify.annotations.NullMarked;
