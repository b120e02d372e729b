// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import io.millrace.connect.catalog.Rendezvous.HubKey;
import io.millrace.connect.catalog.emit.CatalogCounters;
import io.millrace.connect.catalog.observe.Observer;
import java.time.Duration;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/** One started instance: what it looks with, and what it has to give back. */
final class Watch {
    private final Observer observer;
    private final Thread task;
    private final @Nullable HubKey hub;
    private final @Nullable CatalogCounters counters;
    private final Duration closeTimeout;

    Watch(
            Observer observer,
            Thread task,
            @Nullable HubKey hub,
            @Nullable CatalogCounters counters,
            Duration closeTimeout) {
        this.observer = observer;
        this.task = task;
        this.hub = hub;
        this.counters = counters;
        this.closeTimeout = closeTimeout;
    }

    void see(ConnectRecord<?> record) {
        observer.see(record);
    }

    void countError() {
        if (counters != null) {
            counters.countError();
        }
    }

    @Nullable
    CatalogCounters counters() {
        return counters;
    }

    void close() {
        observer.close();
        Rendezvous.SHARED.leaveChain(task);
        if (hub != null) {
            Rendezvous.SHARED.leaveHub(hub, closeTimeout);
        }
    }
}
