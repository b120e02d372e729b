// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import io.millrace.connect.catalog.SharedParts.ReporterKey;
import io.millrace.connect.catalog.SharedParts.RunningReporter;
import io.millrace.connect.catalog.config.CatalogConfig;
import io.millrace.connect.catalog.emit.CatalogMetric;
import io.millrace.connect.catalog.emit.LineageReporter;
import io.millrace.connect.catalog.emit.ReporterPlan;
import io.millrace.connect.catalog.observe.Chain;
import io.millrace.connect.catalog.observe.Observer;
import io.millrace.connect.catalog.observe.Sightings;
import io.millrace.connect.kit.metrics.JmxPublisher;
import io.millrace.connect.kit.metrics.MetricsPublisher;
import io.millrace.connect.kit.metrics.Numbers;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The only place that starts threads and puts the rooms together. */
final class Wiring {
    static final String METRICS = "catalog-smt-connector";

    private Wiring() {}

    /** Starts an instance on the calling thread, its task's. Builds no transport and touches no network. */
    static RunningTransform start(CatalogConfig config, String connector, Map<String, ?> properties) {
        Thread task = Thread.currentThread();
        ReporterPlan plan = config.reporter();
        ReporterKey key = plan == null ? null : new ReporterKey(connector, shared(properties));
        RunningReporter reporter =
                key == null || plan == null ? null : SharedParts.SHARED.reporter(key, () -> run(plan, connector));
        Sightings sightings = reporter == null ? Sightings.NONE : reporter.reporter();
        Chain chain = SharedParts.SHARED.chain(task);
        Observer observer =
                new Observer(config.role(), config.statistics(), config.upstream(), chain, sightings, System::nanoTime);
        Numbers<CatalogMetric> counters =
                reporter == null ? null : reporter.reporter().counters();
        return new RunningTransform(observer, task, key, counters, config.closeTimeout());
    }

    private static RunningReporter run(ReporterPlan plan, String connector) {
        LineageReporter reporter = plan.build(connector, Clock.systemUTC());
        Thread thread = new Thread(reporter, connector + "-catalog-reporter");
        thread.setDaemon(true);
        thread.setContextClassLoader(Wiring.class.getClassLoader());
        thread.start();
        // While a connector is reconfigured its old reporter may still be there.
        MetricsPublisher jmx = JmxPublisher.ofOneOfSeveral(Map.of("connector", connector));
        jmx.show(METRICS, Map.of(), List.of(CatalogMetric.values()), reporter.counters()::get);
        return new RunningReporter(reporter, thread, jmx);
    }

    private static Map<String, String> shared(Map<String, ?> properties) {
        Map<String, String> shared = new HashMap<>();
        properties.forEach((key, value) -> shared.put(key, text(value)));
        shared.remove("role");
        return shared;
    }

    private static String text(@Nullable Object value) {
        return value instanceof org.apache.kafka.common.config.types.Password secret
                ? secret.value()
                : String.valueOf(value);
    }
}
