// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Lets a few questions be asked at a time, in the order of their coming. Of any thread: answers come on others' threads. */
final class Turns {
    private final int most;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final List<CompletableFuture<?>> open = new ArrayList<>();
    private boolean closed;

    Turns(int most) {
        this.most = most;
    }

    /** The answer to a question that is asked once it is its turn. */
    <T> CompletableFuture<T> take(Supplier<CompletableFuture<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        synchronized (this) {
            waiting.add(() -> {
                CompletableFuture<T> asked = asked(question);
                opened(asked);
                var unused = asked.whenComplete((came, failed) -> {
                    finished(asked);
                    if (failed == null) {
                        answer.complete(came);
                    } else {
                        answer.completeExceptionally(failed);
                    }
                    next();
                });
            });
        }
        next();
        return answer;
    }

    private static <T> CompletableFuture<T> asked(Supplier<CompletableFuture<T>> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private synchronized void opened(CompletableFuture<?> asked) {
        open.add(asked);
    }

    private synchronized void finished(CompletableFuture<?> asked) {
        open.removeIf(each -> each == asked);
    }

    private synchronized void next() {
        while (!closed && open.size() < most && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    /** Cancels what is asked, and asks no more. */
    void close() {
        List<CompletableFuture<?>> left;
        synchronized (this) {
            closed = true;
            waiting.clear();
            left = List.copyOf(open);
        }
        left.forEach(each -> each.cancel(true));
    }
}
