// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.dispatch;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A writer's own thread: it does what others post, in order, and then a round of its own work. Whatever goes wrong in either
 * is told and answers everything; the thread goes on, so that nothing hangs until the task is taken apart.
 */
public final class WriterThread {
    private static final Logger LOG = LoggerFactory.getLogger(WriterThread.class);
    private static final long CLOSE_MS = 5_000;

    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final Work work;
    private final Thread thread;
    private @Nullable Throwable defect;
    private boolean closing;

    /** What a writer does on its thread. */
    public interface Work {
        /** Milliseconds until the next round at most, if nothing is posted before. */
        long pauseMs();

        /** Does what is due. */
        void round();

        /**
         * Tells of a defect of ours, of a client library or of the installation, and answers everything with it. What could not
         * be told is told when this is called again.
         */
        void fail(ConnectException error);

        /** Lets go what it has; the last that is done. */
        default void end() {}
    }

    /** @param threads makes the thread, which begins with {@link #start} */
    public WriterThread(Work work, ThreadFactory threads) {
        this.work = work;
        this.thread = threads.newThread(this::run);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** For people. */
    public String name() {
        return thread.getName();
    }

    /** Has this done on the thread; never waits. */
    public void post(Runnable event) {
        events.add(event);
    }

    /** Has this done on the thread and waits until it is, for seconds at most. */
    public void postAndWait(Runnable event) {
        CountDownLatch certain = new CountDownLatch(1);
        post(() -> {
            event.run();
            certain.countDown();
        });
        try {
            if (!certain.await(CLOSE_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("writer does not answer, what was withdrawn may still be sent thread={}", name());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // it is posted all the same
        }
    }

    /** Ends the thread, within seconds. */
    public void close() {
        post(() -> closing = true);
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it ends after what is being done. Its own thread. */
    public boolean isClosing() {
        return closing;
    }

    /** Something failed elsewhere that must not. Its own thread. */
    public void failed(Throwable unexpected) {
        defect = unexpected;
    }

    private void run() {
        while (!closing) {
            try {
                tellDefect();
                Runnable event = events.poll(work.pauseMs(), TimeUnit.MILLISECONDS);
                for (; event != null && !closing; event = events.poll()) {
                    event.run();
                }
                work.round();
            } catch (InterruptedException interrupted) {
                defect = interrupted; // nobody but a stop interrupts, and a stop says that it is one
            } catch (Throwable unexpected) { // an Error too: a thread that ended of it would leave batches unanswered
                defect = unexpected;
            }
        }
        work.end();
    }

    private void tellDefect() {
        Throwable unexpected = defect;
        if (unexpected == null) {
            return;
        }
        LOG.error("writer failed thread={}", name(), unexpected);
        work.fail(new ConnectException(
                "the writer failed unexpectedly with " + unexpected.getClass().getName(), unexpected));
        defect = null; // only now: what could not be told is told in the next round
    }
}
