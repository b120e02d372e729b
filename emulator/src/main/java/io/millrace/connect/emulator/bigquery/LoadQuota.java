// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.api.services.bigquery.model.ErrorProto;
import io.millrace.connect.emulator.store.TableName;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many load jobs a table and a project have had within a day, failed ones too
 * (https://cloud.google.com/bigquery/quotas#load_jobs, 2026-08; they replenish over 24 hours). Thread-safe.
 */
final class LoadQuota {
    private static final Duration DAY = Duration.ofDays(1);
    private static final String MORE =
            " For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas";

    private final Clock clock;
    private final long perTable;
    private final long perProject;
    private final Map<String, Deque<Long>> begun = new HashMap<>();

    LoadQuota(Clock clock, long perTable, long perProject) {
        this.clock = clock;
        this.perTable = perTable;
        this.perProject = perProject;
    }

    /** Counts a job; why it must fail, where it is one too many. */
    synchronized Optional<ErrorProto> take(String project, TableName table) {
        long ofProject = count(project);
        long ofTable = count(table.toString());
        if (ofTable > perTable) {
            // The location is what such a job carries: pingcap-inc/tidb2dw, issue 91.
            return Optional.of(exceeded(
                    "load_job_per_table.long", "Your table exceeded quota for imports or query appends per table."));
        }
        if (ofProject > perProject) {
            return Optional.of(exceeded("load_job.long", "Your project exceeded quota for imports per project."));
        }
        return Optional.empty();
    }

    private long count(String what) {
        long now = clock.millis();
        Deque<Long> times = begun.computeIfAbsent(what, key -> new ArrayDeque<>());
        while (!times.isEmpty() && times.getFirst() <= now - DAY.toMillis()) {
            times.removeFirst();
        }
        times.addLast(now);
        return times.size();
    }

    private static ErrorProto exceeded(String location, String message) {
        return new ErrorProto()
                .setReason("quotaExceeded")
                .setLocation(location)
                .setMessage("Quota exceeded: " + message + MORE);
    }
}
