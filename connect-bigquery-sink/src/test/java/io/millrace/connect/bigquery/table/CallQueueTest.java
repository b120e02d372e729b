// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallQueueTest {
    private final Hand hand = new Hand();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<Throwable> refused = new ArrayList<>();
    private long now = 1_000;
    private final CallQueue calls = new CallQueue(new TableThreads(timer, hand), () -> Instant.ofEpochMilli(now));

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private void take(int count, boolean slow) {
        for (int i = 0; i < count; i++) {
            calls.add(new CallQueue.Call() {
                @Override
                public boolean slow() {
                    return slow;
                }

                @Override
                public void run() {}

                @Override
                public void refused(Throwable cause) {
                    refused.add(cause);
                }
            });
        }
    }

    @Test
    void keepsBigQuerysPaceHoweverManyAsk() {
        take(5_000, false);
        for (int call = 0; call < 100; call++) {
            hand.answer();
        }

        assertThat(hand.begun).isEqualTo(50);
        now += 1_000;
        take(1, false);
        assertThat(hand.begun).isEqualTo(100);
    }

    @Test
    void beginsNoMoreThanSoManyCallsThatAreNotAnswered() {
        for (int second = 0; second < 10; second++) {
            take(40, false);
            now += 1_000;
        }

        assertThat(hand.calls).hasSize(64);
        hand.answer();
        assertThat(hand.calls).hasSize(64);
    }

    @Test
    void lettingTheSlowTakeAFewPlacesOnly() {
        take(30, true);
        now += 1_000;
        take(20, false);

        assertThat(hand.calls).hasSize(16 + 20);
    }

    @Test
    void tellsWhoCannotGoForWantOfAThreadAndGoesOn() {
        hand.broken = true;
        take(3, false);
        hand.broken = false;
        take(1, false);

        assertThat(refused).hasSize(3).allMatch(OutOfMemoryError.class::isInstance);
        assertThat(hand.calls).hasSize(1);
    }

    /** Threads that answer when they are told. */
    private static final class Hand extends AbstractExecutorService {
        private final Deque<Runnable> calls = new ArrayDeque<>();
        private int begun;
        private boolean broken;

        private void answer() {
            Runnable call = calls.pollFirst();
            if (call != null) {
                call.run();
            }
        }

        @Override
        public void execute(Runnable work) {
            if (broken) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            begun++;
            calls.addLast(work);
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return Collections.emptyList();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
