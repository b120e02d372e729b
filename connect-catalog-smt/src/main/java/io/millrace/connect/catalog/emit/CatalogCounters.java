// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import java.util.concurrent.atomic.AtomicLong;

/** What went well and what did not, for JMX and plugin metrics. Written by any thread. */
public final class CatalogCounters implements CatalogCountersMXBean {
    final AtomicLong sent = new AtomicLong();
    final AtomicLong failed = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong timedOut = new AtomicLong();
    final AtomicLong dropped = new AtomicLong();
    final AtomicLong edges = new AtomicLong();
    final AtomicLong edgesLeftOut = new AtomicLong();
    final AtomicLong lookupsFailed = new AtomicLong();
    final AtomicLong errors = new AtomicLong();
    final AtomicLong lastSuccessMs = new AtomicLong();

    /** Something of ours went wrong and was survived. */
    public void countError() {
        errors.incrementAndGet();
    }

    @Override
    public long getEventsSent() {
        return sent.get();
    }

    @Override
    public long getEventsFailed() {
        return failed.get();
    }

    @Override
    public long getEventsRefused() {
        return refused.get();
    }

    @Override
    public long getEventsTimedOut() {
        return timedOut.get();
    }

    @Override
    public long getSightingsDropped() {
        return dropped.get();
    }

    @Override
    public long getEdges() {
        return edges.get();
    }

    @Override
    public long getEdgesLeftOut() {
        return edgesLeftOut.get();
    }

    @Override
    public long getLookupsFailed() {
        return lookupsFailed.get();
    }

    @Override
    public long getErrors() {
        return errors.get();
    }

    @Override
    public long getLastSuccessMs() {
        return lastSuccessMs.get();
    }
}
