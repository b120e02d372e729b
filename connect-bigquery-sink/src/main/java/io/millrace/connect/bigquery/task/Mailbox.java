// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.task;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one door from other threads to the task's state: what is posted here is done to it by the task thread.
 *
 * @param <R> whoever is told
 */
public final class Mailbox<R> {
    private final BlockingQueue<Consumer<? super R>> letters = new LinkedBlockingQueue<>();

    /** Posts; any thread. */
    public void post(Consumer<? super R> letter) {
        letters.add(letter);
    }

    /** Does all that was posted; task thread. */
    void drain(R receiver) {
        for (Consumer<? super R> letter = letters.poll(); letter != null; letter = letters.poll()) {
            letter.accept(receiver);
        }
    }

    /** Waits for what is posted, then does it; task thread. */
    void await(long millis, R receiver) throws InterruptedException {
        Consumer<? super R> letter = letters.poll(millis, TimeUnit.MILLISECONDS);
        if (letter != null) {
            letter.accept(receiver);
            drain(receiver);
        }
    }
}
