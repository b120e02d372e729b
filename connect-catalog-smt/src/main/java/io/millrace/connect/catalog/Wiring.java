// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import io.millrace.connect.catalog.Rendezvous.HubKey;
import io.millrace.connect.catalog.Rendezvous.RunningHub;
import io.millrace.connect.catalog.config.CatalogConfig;
import io.millrace.connect.catalog.emit.CatalogMetric;
import io.millrace.connect.catalog.emit.Hub;
import io.millrace.connect.catalog.emit.HubPlan;
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
    static Watch start(CatalogConfig config, String connector, Map<String, ?> properties) {
        Thread task = Thread.currentThread();
        HubPlan plan = config.hub();
        HubKey key = plan == null ? null : new HubKey(connector, shared(properties));
        RunningHub hub = key == null || plan == null ? null : Rendezvous.SHARED.hub(key, () -> run(plan, connector));
        Sightings sightings = hub == null ? sighting -> true : hub.hub();
        Chain chain = Rendezvous.SHARED.chain(task);
        Observer observer =
                new Observer(config.role(), config.statistics(), config.upstream(), chain, sightings, System::nanoTime);
        Numbers<CatalogMetric> counters = hub == null ? null : hub.hub().counters();
        return new Watch(observer, task, key, counters, config.closeTimeout());
    }

    private static RunningHub run(HubPlan plan, String connector) {
        Hub hub = plan.build(connector, Clock.systemUTC());
        Thread thread = new Thread(hub, connector + "-catalog-hub");
        thread.setDaemon(true);
        thread.setContextClassLoader(Wiring.class.getClassLoader());
        thread.start();
        // While a connector is reconfigured its old hub may still be there.
        MetricsPublisher jmx = JmxPublisher.ofOneOfSeveral(Map.of("connector", connector));
        jmx.show(METRICS, Map.of(), List.of(CatalogMetric.values()), hub.counters()::get);
        return new RunningHub(hub, thread, jmx);
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
