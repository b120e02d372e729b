// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableDefinition;
import io.millrace.connect.quickstart.stack.LocalCloud;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.awaitility.Awaitility;

/** Debezium on a worker, and on another a sink for each strategy, which read the same topics. */
final class MirrorPipeline implements AutoCloseable {

    private final SourceDatabase database;
    private final List<MirroredTable> tables;
    private final Platform platform;
    private final ConnectCluster source;
    private final ConnectCluster sinks;

    MirrorPipeline(SourceDatabase database, List<MirroredTable> tables, Platform platform) {
        this.database = database;
        this.tables = tables;
        this.platform = platform;
        this.source = platform.cluster(database.name() + "-source", Release.NEWEST, database.plugins(platform));
        this.sinks = platform.cluster(database.name() + "-sinks", Release.NEWEST);
    }

    /** Returns when the source and all sinks run. */
    void start() {
        source.rest().create(database.name(), debezium());
        for (MirrorStrategy strategy : MirrorStrategy.values()) {
            sinks.rest().create(dataset(strategy), sink(strategy));
        }
        source.rest().awaitRunning(database.name(), 1);
        for (MirrorStrategy strategy : MirrorStrategy.values()) {
            sinks.rest().awaitRunning(dataset(strategy), 2);
        }
    }

    /**
     * As an operator does it, but not before the source is past its snapshot and has noted so. Debezium takes another
     * snapshot otherwise, and what was deleted since the first one is in no record: see "Order" in docs/upsert.md.
     */
    void restartSource() {
        Awaitility.await(database.name() + " past its snapshot")
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> streams(source.rest().offsets(database.name())));
        source.rest().restartTask(database.name(), 0);
    }

    private static boolean streams(JsonNode offsets) {
        for (JsonNode offset : offsets) {
            if (offset.path("offset").hasNonNull("snapshot")) {
                return false;
            }
        }
        return !offsets.isEmpty();
    }

    /** Debezium repeats what it had not noted as sent. */
    void killSource() {
        source.kill();
        source.startWorker();
    }

    /** What was written and not committed is written again. */
    void killSinks() {
        sinks.kill();
        sinks.startWorker();
    }

    /** Keys move to other partitions. */
    void addPartitions(String table, int partitions) throws ExecutionException, InterruptedException {
        try (Admin admin = platform.broker().admin()) {
            admin.createPartitions(Map.of(topic(table), NewPartitions.increaseTo(partitions)))
                    .all()
                    .get();
        }
    }

    void refuseFailures() {
        source.rest().refuseFailure(database.name());
        for (MirrorStrategy strategy : MirrorStrategy.values()) {
            sinks.rest().refuseFailure(dataset(strategy));
        }
    }

    String dataset(MirrorStrategy strategy) {
        return database.name() + "_" + strategy.name().toLowerCase(Locale.ROOT);
    }

    /** Where Debezium writes what happens to a table. */
    String topic(String table) {
        return database.name() + "." + database.qualified(table);
    }

    private Map<String, String> debezium() {
        Map<String, String> config = new HashMap<>(database.debezium());
        config.putAll(Map.of(
                "tasks.max",
                "1",
                "topic.prefix",
                database.name(),
                "table.include.list",
                tables.stream()
                                .map(MirroredTable::name)
                                .map(database::qualified)
                                .collect(Collectors.joining(",")) + "," + database.qualified("debezium_signal"),
                "signal.data.collection",
                database.signals(),
                "incremental.snapshot.chunk.size",
                "50",
                "skipped.operations",
                "none",
                "provide.transaction.metadata",
                "true",
                "heartbeat.interval.ms",
                "1000"));
        config.putAll(Map.of(
                "topic.creation.default.partitions",
                "2",
                "topic.creation.default.replication.factor",
                "1",
                // A truncate has no key: only in one partition is it in order with rows of the same millisecond
                "topic.creation.groups",
                "emptied",
                "topic.creation.emptied.include",
                ".*\\.scratch",
                "topic.creation.emptied.partitions",
                "1",
                "topic.creation.emptied.replication.factor",
                "1",
                "producer.override.metadata.max.age.ms",
                "1000"));
        return config;
    }

    private Map<String, String> sink(MirrorStrategy strategy) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class", "io.millrace.connect.bigquery.BigQuerySinkConnector",
                "tasks.max", "2",
                "record.format", "debezium",
                "project", LocalCloud.PROJECT,
                "dataset", dataset(strategy),
                "dataset.create", "true",
                "table", "${topic:-1}",
                "credentials.source", "none",
                "bigquery.endpoint", platform.cloud().endpoint(),
                "bigquery.storage.endpoint", platform.cloud().storageEndpoint()));
        config.put("topics.regex", topics(strategy));
        config.put("consumer.override.metadata.max.age.ms", "1000");
        config.put("consumer.override.session.timeout.ms", "6000");
        config.put("consumer.override.heartbeat.interval.ms", "1000");
        config.putAll(strategy.config());
        return config;
    }

    /** Those of tables, and all that Debezium writes for itself, of which no table is to be seen. */
    private String topics(MirrorStrategy strategy) {
        List<String> names = new ArrayList<>(List.of(
                database.name(),
                "__debezium-heartbeat." + database.name(),
                database.name() + ".transaction",
                topic("debezium_signal")));
        tables.stream()
                .filter(table -> strategy.shows(table, database))
                .map(table -> topic(table.name()))
                .forEach(names::add);
        return names.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    }

    /** The tables that a sink has made of topics, without views and without what merges keep for themselves. */
    List<String> tablesOf(MirrorStrategy strategy) {
        List<String> names = new ArrayList<>();
        for (Table table :
                platform.cloud().bigQuery().listTables(dataset(strategy)).iterateAll()) {
            String name = table.getTableId().getTable();
            if (table.getDefinition().getType().equals(TableDefinition.Type.TABLE)
                    && !name.contains("_millrace_merge")) {
                names.add(name);
            }
        }
        return names;
    }

    @Override
    public void close() {
        sinks.close();
        source.close();
    }
}
