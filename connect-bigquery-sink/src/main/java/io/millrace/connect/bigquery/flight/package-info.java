// SPDX-License-Identifier: Apache-2.0
/**
 * What is with a writer, and what becomes of it: in come batches with their receipts, and the writer's answers; out go
 * finished slots, released memory, and batches that their owner gets back. Task thread.
 */
@NullMarked
package io.millrace.connect.bigquery.flight;

import org.jspecify.annotations.NullMarked;
