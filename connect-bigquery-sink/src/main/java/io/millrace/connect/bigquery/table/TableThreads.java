// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What {@link Tables} run on, and own from then on.
 *
 * @param timer one thread, which never waits for the network
 * @param calls as many threads as there are calls without an answer: this bounds them
 */
public record TableThreads(ScheduledExecutorService timer, ExecutorService calls) {}
