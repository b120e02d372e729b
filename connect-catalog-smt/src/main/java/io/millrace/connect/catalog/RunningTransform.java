// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import io.millrace.connect.catalog.SharedParts.ReporterKey;
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
final class RunningTransform {
    private final Observer observer;
    private final Thread task;
    private final @Nullable ReporterKey reporter;
    private final @Nullable Numbers<CatalogMetric> counters;
    private final Duration closeTimeout;

    RunningTransform(
            Observer observer,
            Thread task,
            @Nullable ReporterKey reporter,
            @Nullable Numbers<CatalogMetric> counters,
            Duration closeTimeout) {
        this.observer = observer;
        this.task = task;
        this.reporter = reporter;
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
        SharedParts.SHARED.leaveChain(task);
        if (reporter != null) {
            SharedParts.SHARED.leaveReporter(reporter, closeTimeout);
        }
    }
}
