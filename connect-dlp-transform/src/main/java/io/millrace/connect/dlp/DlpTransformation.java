// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import io.millrace.connect.dlp.config.DlpConfig;
import io.millrace.connect.dlp.config.DlpProperties;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell around one part of a record: what Connect calls, before and after there is something at work.
 *
 * <p>Public because workers from 4.0 on that search classes ({@code plugin.discovery=only_scan}) follow a plugin's
 * superclasses through public ones only; nobody else can extend it.
 *
 * @param <R> the record's type, source or sink
 */
public abstract class DlpTransformation<R extends ConnectRecord<R>>
        implements Transformation<R>, Versioned, Monitorable {
    private static final Logger LOG = LoggerFactory.getLogger(DlpTransformation.class);

    private @Nullable Masking masking;
    private @Nullable PluginMetrics metrics;

    DlpTransformation() {}

    abstract Masking start(DlpConfig config);

    @Override
    public void configure(Map<String, ?> properties) {
        Masking started = start(DlpProperties.read(properties));
        masking = started;
        if (metrics != null) {
            publish(started, metrics);
        }
    }

    @Override
    public @Nullable R apply(R record) {
        Masking running = masking;
        if (running == null) {
            throw new IllegalStateException("configure was not called");
        }
        return running.apply(record);
    }

    @Override
    public void withPluginMetrics(PluginMetrics given) {
        metrics = given;
        if (masking != null) {
            publish(masking, given);
        }
    }

    private static void publish(Masking running, PluginMetrics metrics) {
        running.counters().publishTo((counter, value) -> {
            try {
                metrics.addMetric(
                        metrics.metricName(counter.name(), counter.sentence(), new LinkedHashMap<>(counter.tags())),
                        (Gauge<Long>) (config, now) -> value.getAsLong());
            } catch (RuntimeException refused) {
                // A worker that will not show a counter must not cost a field its value.
                LOG.warn("plugin metric refused counter={}", counter, refused);
            }
        });
    }

    @Override
    public ConfigDef config() {
        return DlpProperties.configDef();
    }

    @Override
    public String version() {
        // As Maven wrote it beside the classes: the archive's jar has no manifest of Maven's
        return ResourceBundle.getBundle(
                        "io.millrace.connect.dlp.version", Locale.ROOT, DlpTransformation.class.getClassLoader())
                .getString("version");
    }

    @Override
    public void close() {
        Masking running = masking;
        masking = null;
        if (running != null) {
            running.close();
        }
    }
}
