// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.bigquery.write.dispatch.Calls;
import io.millrace.connect.bigquery.write.load.LoadParts;
import io.millrace.connect.bigquery.write.load.Patience;
import io.millrace.connect.bigquery.write.load.Timers;
import io.millrace.connect.kit.metrics.Numbers;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** What the merges of all tables share. All but the calls is the writer's thread's. */
final class MergeDesk {
    private static final int RADIX = 36;

    final MergeSettings settings;
    final MergeApi api;
    final MergeNames names;
    final WriteEvents outside;
    final Numbers<TaskMetric> numbers;
    final Timers timers = new Timers();
    /** Staging tables that nobody needs any more, and that may still be there. */
    final Set<Destination> unneeded = new LinkedHashSet<>();

    private final MergeParts parts;
    private final Calls calls;
    private final Calls uploads;
    private long rounds;

    /** @param events are done by the writer's thread, in order */
    MergeDesk(MergeParts parts, MergeApi api, Consumer<Runnable> events) {
        this.parts = parts;
        this.calls = new Calls(parts.calls(), events);
        this.uploads = new Calls(parts.uploads(), events);
        this.settings = parts.settings();
        this.api = api;
        this.outside = parts.outside();
        this.numbers = parts.numbers();
        LoadParts.Owner owner = parts.owner();
        String incarnation = Long.toString(now(), RADIX)
                + Long.toString(parts.retries().policy().random().nextLong() >>> 1, RADIX);
        this.names = new MergeNames(settings.staging(), owner.connector(), owner.task(), incarnation);
    }

    long now() {
        return parts.retries().policy().clock().millis();
    }

    /** A number that no round had before, of whatever table: one that was forgotten meanwhile never asks for a job of an earlier one. */
    long round() {
        return rounds++;
    }

    /** The pause after so many failures in a row. */
    Duration pauseAfter(int failures) {
        return parts.retries().policy().pauseAfter(failures);
    }

    /** What bears refusals of one thing. */
    Patience patience() {
        return new Patience(parts.retries().outage(), parts.retries().tolerant());
    }

    /** See {@link Calls#call}. */
    <T> void call(Calls.Call<T> call, Consumer<? super T> answered, Consumer<? super IOException> failed) {
        calls.call(call, answered, failed);
    }

    /** The same of calls that carry rows, which merges do not wait behind. */
    <T> void upload(Calls.Call<T> call, Consumer<? super T> answered, Consumer<? super IOException> failed) {
        uploads.call(call, answered, failed);
    }

    /** Does it after a while. */
    void later(long pauseMs, Runnable work) {
        timers.at(now() + pauseMs, work);
    }
}
