// SPDX-License-Identifier: Apache-2.0
/**
 * {@code upsert.strategy=merge}: in come batches of changes; they go by load jobs into a staging table for each interval, which
 * one MERGE brings into the table; out go answers that rows are staged, and news that they are merged. The writer's own
 * thread owns all state; calls wait for Google on others.
 */
@NullMarked
package io.millrace.connect.bigquery.write.merge;

import org.jspecify.annotations.NullMarked;
