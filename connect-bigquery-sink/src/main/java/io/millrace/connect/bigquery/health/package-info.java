// SPDX-License-Identifier: Apache-2.0
/**
 * What keeps a task from going on: in comes what failed or has to be repeated, from any room; out go the failure that ends
 * the task, and what people are told of outages. Task thread, but for {@code TaskHealth.fail}.
 */
@NullMarked
package io.millrace.connect.bigquery.health;

import org.jspecify.annotations.NullMarked;
