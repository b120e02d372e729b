// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.api.services.bigquery.model.ErrorProto;
import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.JobReference;
import com.google.api.services.bigquery.model.JobStatistics;
import com.google.api.services.bigquery.model.JobStatus;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.store.Model;
import io.millrace.connect.emulator.store.WarehouseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Jobs by id. A job runs on its caller's thread and is DONE when it is answered. Thread-safe. */
final class Jobs {
    private final Map<String, Entry> jobs = new ConcurrentHashMap<>();
    private final AtomicLong order = new AtomicLong();
    private final Clock clock;

    private record Entry(long order, Job job) {}

    /** What a job does; fills in statistics and configuration of the job it is given. */
    interface Work {
        void on(Job job);
    }

    Jobs(Clock clock) {
        this.clock = clock;
    }

    /** Runs a new job; an id that is taken answers 409. */
    Job run(String project, Job job, String defaultLocation, Work work) {
        JobReference reference = job.getJobReference() == null ? new JobReference() : job.getJobReference();
        if (reference.getJobId() == null) {
            reference.setJobId("job_" + UUID.randomUUID().toString().replace("-", ""));
        }
        if (reference.getLocation() == null) {
            reference.setLocation(defaultLocation);
        }
        reference.setProjectId(project);
        job.setJobReference(reference).setKind("bigquery#job");
        job.setId(project + ":" + reference.getLocation() + "." + reference.getJobId());
        job.setEtag(Integer.toHexString(reference.getJobId().hashCode()));
        job.setUserEmail("emulator@millrace.invalid");
        job.setStatistics(new JobStatistics().setCreationTime(clock.millis()).setStartTime(clock.millis()));
        job.setStatus(new JobStatus().setState("RUNNING"));
        String key = key(project, reference.getJobId());
        Entry entry = new Entry(order.incrementAndGet(), job);
        if (jobs.putIfAbsent(key, entry) != null) {
            throw ApiException.duplicate("Already Exists: Job " + job.getId());
        }
        try {
            work.on(job);
        } catch (WarehouseException refused) {
            if (refused.reason() == WarehouseException.Reason.NOT_IMPLEMENTED
                    || refused.reason() == WarehouseException.Reason.ACCESS_DENIED) {
                jobs.remove(key, entry);
                throw refused;
            }
            fail(job, refused);
        } catch (RuntimeException defect) {
            jobs.remove(key, entry);
            throw defect;
        }
        job.getStatus().setState("DONE");
        job.getStatistics().setEndTime(clock.millis());
        return Model.copy(job);
    }

    private static void fail(Job job, WarehouseException refused) {
        ErrorProto error = new ErrorProto().setReason(refused.reason().text()).setMessage(refused.text());
        job.getStatus().setErrorResult(error).setErrors(List.of(error));
    }

    /** A job of this id; {@code location}, where given, has to be its own. */
    Job get(String project, String jobId, @Nullable String location) {
        Entry entry = jobs.get(key(project, jobId));
        boolean elsewhere = entry != null
                && location != null
                && !location.equalsIgnoreCase(entry.job().getJobReference().getLocation());
        if (entry == null || elsewhere) {
            String place = location == null ? "" : location + ".";
            throw ApiException.notFound("Not found: Job " + project + ":" + place + jobId);
        }
        return Model.copy(entry.job());
    }

    void delete(String project, String jobId) {
        if (jobs.remove(key(project, jobId)) == null) {
            throw ApiException.notFound("Not found: Job " + project + ":" + jobId);
        }
    }

    /** The newest first. */
    List<Job> list(String project) {
        List<Entry> found = new ArrayList<>();
        for (Entry entry : jobs.values()) {
            if (entry.job().getJobReference().getProjectId().equals(project)) {
                found.add(entry);
            }
        }
        found.sort((a, b) -> Long.compare(b.order(), a.order()));
        return found.stream().map(entry -> Model.copy(entry.job())).toList();
    }

    private static String key(String project, String jobId) {
        return project + ":" + jobId;
    }
}
