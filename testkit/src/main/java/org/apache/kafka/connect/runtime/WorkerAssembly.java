// SPDX-License-Identifier: Apache-2.0
package org.apache.kafka.connect.runtime;

import io.millrace.connect.testkit.DeadLetters;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.converters.ByteArrayConverter;
import org.apache.kafka.connect.runtime.errors.ErrorHandlingMetrics;
import org.apache.kafka.connect.runtime.errors.ErrorReporter;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.runtime.errors.RetryWithToleranceOperator;
import org.apache.kafka.connect.runtime.errors.ToleranceType;
import org.apache.kafka.connect.runtime.errors.WorkerErrantRecordReporter;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.storage.ClusterConfigState;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.util.ConnectorTaskId;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link WorkerSinkTask} together, whichever release's is on the class path: Kafka 4 wraps converters and wants to know
 * the plugins, Kafka 3.9 knows neither. Compiled against the newest, so only the oldest is made by reflection.
 */
@NullMarked
final class WorkerAssembly {
    private static final int PARAMETERS_OF_OLDEST = 19;

    private final Map<String, String> settings;
    private final ConnectorTaskId id;
    private final WorkerConfig config;
    private final ConnectMetrics metrics;
    private final ErrorHandlingMetrics errors;
    private final RetryWithToleranceOperator<ConsumerRecord<byte[], byte[]>> retries;
    private final Converter bytes = new ByteArrayConverter();
    private final HeaderConverter headers = new SimpleHeaderConverter();

    WorkerAssembly(String connector, Duration commitEvery) {
        settings = Map.of(
                "bootstrap.servers",
                "127.0.0.1:1", // nobody calls it
                "key.converter",
                ByteArrayConverter.class.getName(),
                "value.converter",
                ByteArrayConverter.class.getName(),
                "offset.storage.file.filename",
                "/dev/null",
                "offset.flush.interval.ms",
                Long.toString(commitEvery.toMillis()),
                "topic.tracking.enable",
                "false",
                "plugin.discovery",
                "service_load");
        id = new ConnectorTaskId(connector, 0);
        config = new StandaloneConfig(settings);
        metrics = new ConnectMetrics("worker", config, Time.SYSTEM, "cluster");
        errors = new ErrorHandlingMetrics(id, metrics);
        retries = new RetryWithToleranceOperator<>(0, 0, ToleranceType.NONE, Time.SYSTEM, errors);
    }

    /** Closes what the worker's task does not. */
    ConnectMetrics metrics() {
        return metrics;
    }

    /** @param letters where errant records go; null for a worker that tolerates none */
    WorkerSinkTask around(SinkTask task, DirectedConsumer consumer, TopicLog log, @Nullable DeadLetters letters) {
        Ends ends = new Ends(
                task, consumer, new Delivered(log, retries), letters == null ? null : new Errant(log, letters));
        Constructor<?> constructor = WorkerSinkTask.class.getConstructors()[0];
        return constructor.getParameterCount() == PARAMETERS_OF_OLDEST ? oldest(constructor, ends) : newest(ends);
    }

    /** What is at the worker's both ends. */
    private record Ends(
            SinkTask task,
            DirectedConsumer consumer,
            Delivered delivered,
            @Nullable Errant errant) {
        Supplier<List<ErrorReporter<ConsumerRecord<byte[], byte[]>>>> reporters() {
            return List::of;
        }
    }

    private WorkerSinkTask newest(Ends ends) {
        Plugins plugins = new Plugins(settings);
        return new WorkerSinkTask(
                id,
                ends.task,
                new Unheard(),
                TargetState.STARTED,
                config,
                ClusterConfigState.EMPTY,
                metrics,
                metrics.wrap(bytes, id, true),
                metrics.wrap(bytes, id, false),
                errors,
                metrics.wrap(headers, id),
                ends.delivered,
                ends.consumer,
                WorkerAssembly.class.getClassLoader(),
                Time.SYSTEM,
                retries,
                ends.errant,
                null,
                ends.reporters(),
                new TaskPluginsMetadata(SinkConnector.class, ends.task, bytes, bytes, headers, List.of(), plugins),
                plugins.safeLoaderSwapper());
    }

    private WorkerSinkTask oldest(Constructor<?> constructor, Ends ends) {
        try {
            return (WorkerSinkTask) constructor.newInstance(
                    id,
                    ends.task,
                    new Unheard(),
                    TargetState.STARTED,
                    config,
                    ClusterConfigState.EMPTY,
                    metrics,
                    bytes,
                    bytes,
                    errors,
                    headers,
                    ends.delivered,
                    ends.consumer,
                    WorkerAssembly.class.getClassLoader(),
                    Time.SYSTEM,
                    retries,
                    ends.errant,
                    null,
                    ends.reporters());
        } catch (ReflectiveOperationException other) {
            throw new IllegalStateException("neither of the releases that are known", other);
        }
    }

    /** Where transformations are: makes of a place in the log the record that was produced there. */
    private static final class Delivered extends TransformationChain<ConsumerRecord<byte[], byte[]>, SinkRecord> {
        private final TopicLog log;

        Delivered(TopicLog log, RetryWithToleranceOperator<ConsumerRecord<byte[], byte[]>> retries) {
            super(List.of(), retries);
            this.log = log;
        }

        @Override
        public SinkRecord apply(ProcessingContext<ConsumerRecord<byte[], byte[]>> context, SinkRecord consumed) {
            return log.produced(consumed);
        }
    }

    /** Where a worker's dead letter queue is. */
    private static final class Errant extends WorkerErrantRecordReporter {
        private final TopicLog log;
        private final DeadLetters letters;

        @SuppressWarnings("NullAway") // only report uses them
        Errant(TopicLog log, DeadLetters letters) {
            super(null, null, null, null);
            this.log = log;
            this.letters = letters;
        }

        @Override
        public Future<Void> report(SinkRecord record, Throwable error) {
            return letters.report(log.produced(record), error);
        }
    }

    /** Nobody asks for the task's state. */
    private static final class Unheard implements TaskStatus.Listener {
        @Override
        public void onStartup(ConnectorTaskId id) {}

        @Override
        public void onPause(ConnectorTaskId id) {}

        @Override
        public void onResume(ConnectorTaskId id) {}

        @Override
        public void onFailure(ConnectorTaskId id, Throwable cause) {}

        @Override
        public void onShutdown(ConnectorTaskId id) {}

        @Override
        public void onDeletion(ConnectorTaskId id) {}

        @Override
        public void onRestart(ConnectorTaskId id) {}
    }
}
