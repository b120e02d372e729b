// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import io.millrace.connect.catalog.config.CatalogConfig;
import io.millrace.connect.catalog.event.EventWriter;
import io.millrace.connect.kit.metrics.WorkerPublisher;
import io.millrace.connect.kit.worker.PluginVersion;
import io.millrace.connect.kit.worker.TaskIdentity;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells data catalogs what flows through a connector, and returns every record as it came. {@code configure} fails on an
 * invalid configuration only; {@code apply} never throws, waits, or, once a schema is known, allocates; {@code close}
 * returns within {@code close.timeout.ms}.
 *
 * <p>Workers before 4.1 have no {@link Monitorable}: the plugin's directory brings Kafka's two interfaces in a jar of their
 * own, which newer workers do not look at.
 *
 * @param <R> the record's type, source or sink
 */
public final class CatalogTransform<R extends ConnectRecord<R>> implements Transformation<R>, Versioned, Monitorable {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogTransform.class);

    /** After so many errors in a row records are no longer looked at. */
    private static final int MOST_ERRORS = 10;

    private @Nullable CatalogConfig config;
    private Map<String, ?> properties = Map.of();
    private @Nullable String connector;
    private @Nullable PluginMetrics metrics;
    private @Nullable RunningTransform watch;
    private int errors;

    /** For Connect. */
    public CatalogTransform() {}

    @Override
    public String version() {
        return PluginVersion.of(CatalogTransform.class);
    }

    @Override
    public ConfigDef config() {
        return CatalogConfig.definition();
    }

    @Override
    public void configure(Map<String, ?> given) {
        properties = given;
        config = CatalogConfig.from(given, new EventWriter.Versions(AppInfoParser.getVersion(), version()));
    }

    @Override
    public void withPluginMetrics(PluginMetrics given) {
        metrics = given;
        connector = TaskIdentity.of(given).map(TaskIdentity::connector).orElse(null);
    }

    @Override
    public R apply(R record) {
        if (errors < MOST_ERRORS) {
            try {
                RunningTransform current = watch;
                if (current == null) {
                    current = start();
                }
                current.see(record);
                errors = 0;
            } catch (Throwable problem) { // the stream is sacred, whatever is wrong here
                survive(problem);
            }
        }
        return record;
    }

    private RunningTransform start() {
        CatalogConfig known = config;
        if (known == null) {
            throw new IllegalStateException("apply was called before configure");
        }
        String name = connector;
        if (name == null) {
            name = TaskIdentity.ofThisThread()
                    .map(TaskIdentity::connector)
                    .or(known::connector)
                    .orElse("kafka-connect");
        }
        RunningTransform started = Wiring.start(known, name, properties);
        watch = started;
        if (metrics != null) {
            started.showIn(new WorkerPublisher(metrics));
        }
        return started;
    }

    private void survive(Throwable problem) {
        errors++;
        RunningTransform current = watch;
        if (current != null) {
            current.countError();
        }
        if (errors == 1 || errors == MOST_ERRORS) {
            // Neither message nor cause: they may hold what the record holds.
            StackTraceElement[] where = problem.getStackTrace();
            LOG.warn(
                    "catalog transform survived an error cause={} at={} inARow={}; records pass either way",
                    problem.getClass().getName(),
                    where.length == 0 ? "unknown" : where[0],
                    errors);
        }
    }

    @Override
    public void close() {
        RunningTransform current = watch;
        watch = null;
        errors = MOST_ERRORS;
        if (current == null) {
            return;
        }
        try {
            current.close();
        } catch (RuntimeException | LinkageError problem) {
            LOG.warn(
                    "catalog transform closed with an error cause={}",
                    problem.getClass().getName());
        }
    }
}
