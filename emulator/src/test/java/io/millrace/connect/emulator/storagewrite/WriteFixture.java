// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableConstraints;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import com.google.api.services.bigquery.model.TimePartitioning;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteSettings;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.store.DatasetName;
import io.millrace.connect.emulator.store.TableName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** An emulator with dataset {@code p:d}, and the official client connected to it. */
final class WriteFixture implements AutoCloseable {
    static final DatasetName DATASET = new DatasetName("p", "d");

    final Emulator emulator;
    final BigQueryWriteClient client;

    WriteFixture(Emulator.Builder builder) throws IOException {
        emulator = builder.start();
        emulator.warehouse().createDataset(new Dataset().setDatasetReference(DATASET.reference()));
        client = BigQueryWriteClient.create(settings(emulator));
    }

    WriteFixture() throws IOException {
        this(Emulator.builder());
    }

    static BigQueryWriteSettings settings(Emulator emulator) throws IOException {
        return BigQueryWriteSettings.newBuilder()
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setTransportChannelProvider(channel(emulator))
                .build();
    }

    static InstantiatingGrpcChannelProvider channel(Emulator emulator) {
        return InstantiatingGrpcChannelProvider.newBuilder()
                .setEndpoint(emulator.grpcEndpoint())
                .setChannelConfigurator(builder -> builder.usePlaintext())
                .build();
    }

    static TableFieldSchema column(String name, String type) {
        return new TableFieldSchema().setName(name).setType(type).setMode("NULLABLE");
    }

    static TableFieldSchema required(String name, String type) {
        return column(name, type).setMode("REQUIRED");
    }

    TableName table(String name, TableFieldSchema... columns) {
        return table(name, List.of(), columns);
    }

    TableName table(String name, List<String> primaryKey, TableFieldSchema... columns) {
        TableName table = DATASET.table(name);
        Table metadata = new Table()
                .setTableReference(table.reference())
                .setSchema(new TableSchema().setFields(new ArrayList<>(Arrays.asList(columns))));
        if (!primaryKey.isEmpty()) {
            metadata.setTableConstraints(new TableConstraints()
                    .setPrimaryKey(new TableConstraints.PrimaryKey().setColumns(new ArrayList<>(primaryKey))));
        }
        emulator.warehouse().createTable(metadata);
        return table;
    }

    TableName partitioned(String name, TimePartitioning partitioning, TableFieldSchema... columns) {
        TableName table = DATASET.table(name);
        emulator.warehouse()
                .createTable(new Table()
                        .setTableReference(table.reference())
                        .setTimePartitioning(partitioning)
                        .setSchema(new TableSchema().setFields(new ArrayList<>(Arrays.asList(columns)))));
        return table;
    }

    void addColumn(TableName name, TableFieldSchema column) {
        Table metadata = emulator.warehouse().table(name).orElseThrow().metadata();
        List<TableFieldSchema> fields = new ArrayList<>(metadata.getSchema().getFields());
        fields.add(column);
        metadata.getSchema().setFields(fields);
        emulator.warehouse().updateTable(name, metadata, null);
    }

    /** All rows, sorted by their text, values joined by a bar. */
    List<String> rows(TableName table) {
        return emulator.warehouse().rows(table, 0, 1_000_000).rows().stream()
                .map(row -> row.stream().map(String::valueOf).collect(Collectors.joining("|")))
                .sorted()
                .collect(Collectors.toList());
    }

    static String path(TableName table) {
        return StreamName.path(table);
    }

    @Override
    public void close() {
        client.close();
        emulator.close();
    }
}
