// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.bigquery.config.Validation;
import io.millrace.connect.bigquery.task.RunningTask;
import io.millrace.connect.kit.worker.PluginVersion;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** A task of {@code BigQuerySinkConnector}: a shell around what {@link Wiring} starts. */
public final class BigQuerySinkTask extends SinkTask {
    private @Nullable Wiring wiring;

    @Override
    public String version() {
        return PluginVersion.of(BigQuerySinkTask.class);
    }

    @Override
    public void start(Map<String, String> properties) {
        wiring = Wiring.start(Validation.parsed(properties), context);
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        running().open(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        running().put(records);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> consumed) {
        return running().preCommit(consumed);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        running().close(partitions);
    }

    /** Workers also stop tasks that never started. */
    @Override
    public void stop() {
        if (wiring != null) {
            wiring.close();
            wiring = null;
        }
    }

    private RunningTask running() {
        if (wiring == null) {
            throw new ConnectException("the task is not started");
        }
        return wiring.task();
    }
}
