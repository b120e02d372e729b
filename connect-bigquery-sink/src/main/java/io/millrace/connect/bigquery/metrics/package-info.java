/**
 * What operators watch: the task counts here, JMX and, from Connect 4.1 on, the worker's own metrics read it. Written by
 * the task thread, read by any.
 */
@NullMarked
package io.millrace.connect.bigquery.metrics;

import org.jspecify.annotations.NullMarked;
