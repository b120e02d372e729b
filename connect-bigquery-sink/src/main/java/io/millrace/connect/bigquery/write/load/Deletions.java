// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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

    /** Deletes what can be; what is left. */
    private List<String> delete(List<String> some) {
        List<String> left = new ArrayList<>();
        for (String name : some) {
            try {
                desk.store.delete(name);
            } catch (IOException later) {
                LOG.debug("object not deleted", later);
                left.add(name);
            }
        }
        return left;
    }

    private void done(List<String> left, List<String> tried) {
        failures = left.size() == tried.size() ? failures + 1 : 0;
        names.addAll(left);
        long pause = left.isEmpty() ? 0 : desk.pauseAfter(failures + 1).toMillis();
        desk.timers.at(desk.now() + pause, () -> {
            busy = false;
            next();
        });
    }

    /** What is not deleted yet, but for what is being deleted. */
    List<String> left() {
        return List.copyOf(names);
    }
}
