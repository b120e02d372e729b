// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.dispatch;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Calls that wait for Google, on threads beside a writer's own.
 *
 * @param threads wait for the answers
 * @param events are done by the writer's thread, in order
 */
public record Calls(Executor threads, Consumer<Runnable> events) {
    private static final int IDLE_SECONDS = 30;

    /** A call that waits for its answer. */
    @FunctionalInterface
    public interface Call<T> {
        T run() throws IOException;
    }

    /** Threads for so many calls at a time, the others wait in a row; none while there is nothing to call. */
    public static ExecutorService atMost(int calls, ThreadFactory threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                calls, calls, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Calls on another thread, and does the rest on the writer's. Anything but an IOException is a defect.
     *
     * @param <T> what is answered
     */
    public <T> void call(Call<T> call, Consumer<? super T> answered, Consumer<? super IOException> failed) {
        execute(() -> {
            try {
                T answer = call.run();
                events.accept(() -> answered.accept(answer));
            } catch (IOException refused) {
                events.accept(() -> failed.accept(refused));
            } catch (Throwable defect) { // an Error too: nobody else would hear of it
                events.accept(() -> {
                    throw new IllegalStateException(
                            "a call ended with " + defect.getClass().getName(), defect);
                });
            }
        });
    }

    /** Does this on another thread; not at all if the task is being stopped, when nobody waits for it any more. */
    public void execute(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException stopped) {
            // as said
        }
    }
}
