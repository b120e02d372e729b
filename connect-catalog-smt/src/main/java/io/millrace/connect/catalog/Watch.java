// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import io.millrace.connect.catalog.Rendezvous.HubKey;
import io.millrace.connect.catalog.emit.CatalogMetric;
import io.millrace.connect.catalog.observe.Observer;
import io.millrace.connect.kit.metrics.MetricsPublisher;
import io.millrace.connect.kit.metrics.Numbers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/** One started instance: what it looks with, and what it has to give back. */
final class Watch {
    private final Observer observer;
    private final Thread task;
    private final @Nullable HubKey hub;
    private final @Nullable Numbers<CatalogMetric> counters;
    private final Duration closeTimeout;

    Watch(
            Observer observer,
            Thread task,
            @Nullable HubKey hub,
            @Nullable Numbers<CatalogMetric> counters,
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
            counters.add(CatalogMetric.ERRORS_TOTAL, 1);
        }
    }

    /** Shows the connector's numbers there too, as long as this instance runs. */
    void showIn(MetricsPublisher publisher) {
        if (counters != null) {
            publisher.show(Wiring.METRICS, Map.of(), List.of(CatalogMetric.values()), counters::get);
        }
    }

    void close() {
        observer.close();
        Rendezvous.SHARED.leaveChain(task);
        if (hub != null) {
            Rendezvous.SHARED.leaveHub(hub, closeTimeout);
        }
    }
}
