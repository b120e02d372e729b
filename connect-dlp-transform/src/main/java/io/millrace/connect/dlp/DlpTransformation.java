// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import io.millrace.connect.dlp.config.DlpConfig;
import io.millrace.connect.dlp.config.DlpProperties;
import io.millrace.connect.kit.metrics.WorkerPublisher;
import io.millrace.connect.kit.worker.PluginVersion;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

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
    private @Nullable Masking masking;
    private @Nullable PluginMetrics metrics;

    DlpTransformation() {}

    abstract Masking start(DlpConfig config);

    @Override
    public void configure(Map<String, ?> properties) {
        Masking started = start(DlpProperties.read(properties));
        masking = started;
        if (metrics != null) {
            started.counters().showIn(new WorkerPublisher(metrics));
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
            masking.counters().showIn(new WorkerPublisher(given));
        }
    }

    @Override
    public ConfigDef config() {
        return DlpProperties.configDef();
    }

    @Override
    public String version() {
        return PluginVersion.of(DlpTransformation.class);
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
