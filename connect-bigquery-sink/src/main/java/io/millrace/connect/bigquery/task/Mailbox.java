// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.task;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The one door from other threads to the task's state: what is posted here is done by the task thread. */
public final class Mailbox {
    private final BlockingQueue<Runnable> posts = new LinkedBlockingQueue<>();

    /** Posts; any thread. */
    public void post(Runnable work) {
        posts.add(work);
    }

    /** Does all that was posted; task thread. */
    public void drain() {
        for (Runnable work = posts.poll(); work != null; work = posts.poll()) {
            work.run();
        }
    }

    /** Waits for posts, then does them; task thread. */
    public void await(long millis) throws InterruptedException {
        Runnable work = posts.poll(millis, TimeUnit.MILLISECONDS);
        if (work != null) {
            work.run();
            drain();
        }
    }
}
