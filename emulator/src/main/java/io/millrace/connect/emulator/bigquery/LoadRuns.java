// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.api.services.bigquery.model.ErrorProto;
import io.millrace.connect.emulator.faults.Call;
import io.millrace.connect.emulator.faults.Disruption;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Journal;
import io.millrace.connect.emulator.load.LoadJob;
import io.millrace.connect.emulator.load.LoadOutcome;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes load jobs from PENDING by RUNNING to DONE on threads of the emulator; how long, and how it ends, the fault plan may say. */
final class LoadRuns {
    private static final Logger LOG = LoggerFactory.getLogger(LoadRuns.class);

    private final BigQuerySettings settings;

    LoadRuns(BigQuerySettings settings) {
        this.settings = settings;
    }

    void begin(JobEntry entry, LoadJob load) {
        Call call = Call.job(load.resource());
        Journal.Ticket ticket = settings.journal().begin(call, 0);
        Disruption disruption = settings.faults().onCall(call);
        after(disruption, Moment.BEFORE, () -> {
            entry.run();
            after(disruption, Moment.AFTER, () -> work(entry, load, disruption, ticket));
        });
    }

    private void after(Disruption disruption, Moment moment, Runnable step) {
        if (disruption.silent(moment)) {
            settings.faults().hold(() -> later(0, step));
        } else {
            later(disruption.delay(moment).toNanos(), step);
        }
    }

    private void later(long nanos, Runnable step) {
        if (!settings.timer().isShutdown()) {
            Future<?> unused = settings.timer().schedule(step, nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** All is read and written at the end, so an object that goes away while the job is RUNNING is missed. */
    private static void work(JobEntry entry, LoadJob load, Disruption disruption, Journal.Ticket ticket) {
        if (!entry.beginWork()) {
            ticket.end("", 0, "stopped");
            return;
        }
        LoadOutcome outcome = outcome(load, entry, disruption);
        entry.finish(job -> {
            job.getStatistics().setLoad(outcome.statistics());
            if (outcome.failed()) {
                JobEntry.fail(job, outcome.errors());
            } else if (!outcome.errors().isEmpty()) {
                job.getStatus().setErrors(outcome.errors());
            }
        });
        Long rows = outcome.statistics().getOutputRows();
        ticket.end(
                "",
                rows == null ? 0 : rows,
                outcome.failed() ? outcome.errors().get(0).getReason() : "OK");
    }

    private static LoadOutcome outcome(LoadJob load, JobEntry entry, Disruption disruption) {
        Fault.FailJob fault = disruption.find(Fault.FailJob.class).orElse(null);
        if (fault != null) {
            return LoadOutcome.failed(
                    List.of(new ErrorProto().setReason(fault.reason()).setMessage(fault.message())));
        }
        try {
            return load.run(entry.copy().getJobReference().getLocation());
        } catch (RuntimeException defect) {
            LOG.warn("load job failed resource={}", load.resource(), defect);
            return LoadOutcome.failed(List.of(new ErrorProto()
                    .setReason("internalError")
                    .setMessage("emulator defect: " + defect.getClass().getName())));
        }
    }
}
