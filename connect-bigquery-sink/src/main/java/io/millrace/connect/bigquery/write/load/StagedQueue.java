// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import io.millrace.connect.bigquery.write.StagedObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** One table's objects that no job has had, in their order. Writer's thread. */
final class StagedQueue {
    /** Most objects of a job, and most bytes of them (cloud.google.com/bigquery/quotas#load_jobs, 2026-08). */
    private static final int MOST_OBJECTS = 10_000;

    private static final long MOST_BYTES = 15_000_000_000_000L;

    private final List<StagedFile> files = new ArrayList<>();

    void add(StagedFile file) {
        files.add(file);
    }

    /** Whether a job could take no more. */
    boolean isFull() {
        return files.size() >= MOST_OBJECTS;
    }

    /** Whether the first is due. */
    boolean isDue(long ripe) {
        return !files.isEmpty() && files.get(0).number() < ripe;
    }

    /** The objects of the oldest one's kind that are due, as many as a job takes; they are not here any more. */
    List<StagedFile> takeOldest(long ripe) {
        FileKind kind = files.get(0).kind();
        List<StagedFile> taken = new ArrayList<>();
        long bytes = 0;
        for (StagedFile file : files) {
            if (file.kind().equals(kind) && taken.size() < MOST_OBJECTS && file.number() < ripe) {
                bytes += file.object().bytes();
                if (bytes > MOST_BYTES) {
                    break;
                }
                taken.add(file);
            }
        }
        files.removeAll(taken);
        return taken;
    }

    /** Those that are among these objects join what is dropped. */
    void discard(Collection<StagedObject> objects, List<StagedFile> dropped) {
        files.removeIf(file -> ObjectGroup.drops(file, objects, dropped));
    }

    Stream<StagedFile> all() {
        return files.stream();
    }

    void clear() {
        files.clear();
    }
}
