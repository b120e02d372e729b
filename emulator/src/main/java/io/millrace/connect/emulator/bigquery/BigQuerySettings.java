// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import io.millrace.connect.emulator.faults.FaultPlan;
import io.millrace.connect.emulator.faults.Journal;
import io.millrace.connect.emulator.store.DiscardStats;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What may differ between emulators.
 *
 * @param timer runs load jobs, and waits where the plan lets them wait
 * @param loadsPerTable load jobs that a table may have in 24 hours
 * @param loadsPerProject load jobs that a project may have in 24 hours
 * @param discarded where given, rows of load jobs and insertAll are counted there and thrown away
 */
public record BigQuerySettings(
        FaultPlan faults,
        Journal journal,
        ScheduledExecutorService timer,
        long loadsPerTable,
        long loadsPerProject,
        @Nullable DiscardStats discarded) {}
