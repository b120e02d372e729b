// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Objects that are needed no more. Nobody waits for their end, and what cannot be deleted now is later. Writer's thread. */
final class Deletions {
    private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);
    private static final int AT_ONCE = 100;
    /** Beyond that they are left to whoever looks for orphans. */
    private static final int MOST = 100_000;

    private final LoadDesk desk;
    private final Deque<String> names = new ArrayDeque<>();
    private boolean busy;
    private boolean told;
    private int failures;

    Deletions(LoadDesk desk) {
        this.desk = desk;
    }

    void add(List<String> more) {
        names.addAll(more);
        while (names.size() > MOST) {
            names.removeFirst();
        }
        next();
    }

    private void next() {
        if (busy || names.isEmpty()) {
            return;
        }
        busy = true;
        List<String> some = new ArrayList<>();
        while (some.size() < AT_ONCE && !names.isEmpty()) {
            some.add(names.removeFirst());
        }
        desk.call(() -> delete(some), left -> done(left, some), failed -> {});
    }

    /** What could not be deleted, and why the last of it could not. */
    private record Left(List<String> names, @Nullable Refusal refusal) {}

    private Left delete(List<String> some) {
        List<String> left = new ArrayList<>();
        Refusal last = null;
        for (String name : some) {
            try {
                desk.store.delete(name);
            } catch (IOException later) {
                LOG.debug("object not deleted", later);
                left.add(name);
                last = Refusal.of(later);
            }
        }
        return new Left(left, last);
    }

    private void done(Left result, List<String> tried) {
        List<String> left = result.names();
        tell(result.refusal());
        failures = left.size() == tried.size() ? failures + 1 : 0;
        names.addAll(left);
        long pause = left.isEmpty() ? 0 : desk.pauseAfter(failures + 1).toMillis();
        desk.timers.at(desk.now() + pause, () -> {
            busy = false;
            next();
        });
    }

    private void tell(@Nullable Refusal refusal) {
        if (refusal == null) {
            told = false;
        } else if (!told && refusal.passing() == null) {
            told = true;
            LOG.warn(
                    "objects that are loaded cannot be deleted, they stay until they can; grant storage.objects.delete"
                            + " bucket={} cause={}",
                    desk.store.bucket(),
                    refusal.cause());
        }
    }

    /** What is not deleted yet, but for what is being deleted. */
    List<String> left() {
        return List.copyOf(names);
    }
}
