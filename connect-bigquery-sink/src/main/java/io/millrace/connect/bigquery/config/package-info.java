/**
 * What users write: every property, its check and its sentence. Comes in: a connector's properties; goes out: one
 * SinkConfig of the rooms' settings records, or the findings that keep it from being one. Any thread; no network.
 */
@NullMarked
package io.millrace.connect.bigquery.config;

import org.jspecify.annotations.NullMarked;
