// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.openlineage.client.OpenLineage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whether Amundsen's own code joins our edges to the tables that its extractors find: amundsen-databuilder 7.5.1, as a Python
 * interpreter has it ({@code -Damundsen.python=…}, else {@code python3}); without it these tests are skipped.
 */
class AmundsenKeysIT {
    private static final String PYTHON = System.getProperty("amundsen.python", "python3");
    private static final OpenLineage LINEAGE = new OpenLineage(URI.create("https://millrace.io/kafka-connect"));

    private static final String EDGES = """
            import sys
            from pyhocon import ConfigFactory
            from databuilder.extractor.openlineage_extractor import OpenLineageTableLineageExtractor
            extractor = OpenLineageTableLineageExtractor()
            extractor.init(ConfigFactory.from_dict(
                {'table_lineage_file_location': sys.argv[1], 'cluster_name': sys.argv[2]}))
            edge = extractor.extract()
            while edge is not None:
                print(edge.table_key, edge.downstream_deps[0])
                edge = extractor.extract()
            """;

    private static final String TABLE = """
            import sys
            from databuilder.models.table_metadata import TableMetadata
            database, cluster, schema, name = sys.argv[1:5]
            print(TableMetadata(database=database, cluster=cluster, schema=schema, name=name, description=None)._get_table_key())
            """;

    @TempDir
    Path folder;

    @BeforeAll
    static void ask() throws Exception {
        boolean there;
        try {
            there = python("import importlib.metadata as m; import pyhocon; print(m.version('amundsen-databuilder'))")
                    .equals(List.of("7.5.1"));
        } catch (IOException missing) {
            there = false;
        }
        assumeTrue(there, "Python with amundsen-databuilder 7.5.1 is not here");
    }

    private static List<String> python(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PYTHON, "-W", "ignore", "-c", program));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return lines;
    }

    /** The key of the table as the extractor that finds it makes it. */
    private static String key(String database, String cluster, String schema, String name) throws Exception {
        return python(TABLE, database, cluster, schema, name).get(0);
    }

    private static OpenLineage.RunEvent event(
            OpenLineage.InputDataset from, String outputNamespace, String outputName) {
        return LINEAGE.newRunEventBuilder()
                .eventTime(ZonedDateTime.parse("2026-11-29T12:00:00Z"))
                .eventType(OpenLineage.RunEvent.EventType.RUNNING)
                .run(LINEAGE.newRun(UUID.randomUUID(), null))
                .job(LINEAGE.newJob("kafka-connect", "orders", null))
                .inputs(List.of(from))
                .outputs(List.of(LINEAGE.newOutputDataset(outputNamespace, outputName, null, null)))
                .build();
    }

    private static OpenLineage.InputDataset input(String namespace, String name) {
        return LINEAGE.newInputDataset(namespace, name, null, null);
    }

    /** What the extractor makes of a file with this line. */
    private String edge(String line, String cluster) throws Exception {
        Path file = Files.writeString(folder.resolve("lineage.ndjson"), line + "\n");
        return python(EDGES, file.toString(), cluster).get(0);
    }

    @ParameterizedTest
    @CsvSource({"bigquery, p.raw.orders, raw, orders", "bigquery, my-project.raw.Größe_1, raw, Größe_1"})
    void aTableJoinsWhatTheBigQueryExtractorFinds(String namespace, String name, String dataset, String table)
            throws Exception {
        String project = name.substring(0, name.indexOf('.'));
        String line = EventJson.line(event(input("kafka://b:9092", "shop.orders"), namespace, name), Consumer.AMUNDSEN);

        assertThat(edge(line, project))
                .isEqualTo("kafka://" + project + ".kafka/shop.orders " + key("bigquery", project, dataset, table));
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://db:5432, inv.public.orders, postgres, public, orders",
        "mysql://db:3306, inv.orders, mysql, inv, orders",
        "mssql://db, inv.dbo.orders, mssql, dbo, orders"
    })
    void anUpstreamTableJoinsWhatItsExtractorFinds(
            String namespace, String name, String database, String schema, String table) throws Exception {
        String line = EventJson.line(event(input(namespace, name), "kafka://b:9092", "orders"), Consumer.AMUNDSEN);

        assertThat(edge(line, "c")).startsWith(key(database, "c", schema, table) + " kafka://c.kafka/orders");
    }

    @Test
    void aTopicJoinsWhatTheSchemaRegistryExtractorFinds() throws Exception {
        OpenLineage.DatasetFacet version = CustomFacets.dataset(
                EventWriter.PRODUCER,
                "SchemaVersionDatasetFacet",
                Map.of("subject", "shop.orders-value", "recordName", "Order"));
        OpenLineage.InputDataset topic = LINEAGE.newInputDataset(
                "kafka://b:9092",
                "shop.orders",
                LINEAGE.newDatasetFacetsBuilder()
                        .put(CustomFacets.SCHEMA_VERSION, version)
                        .build(),
                null);

        assertThat(edge(EventJson.line(event(topic, "bigquery", "p.raw.orders"), Consumer.AMUNDSEN), "shop"))
                .startsWith(key("kafka_schema_registry", "shop", "shop.orders-value", "Order") + " ");
    }

    /** What the Kafka transport writes is text already. */
    @Test
    void aMessageIsShapedAsALineOfTheFileIs() throws Exception {
        OpenLineage.RunEvent event = event(input("kafka://b:9092", "orders"), "bigquery", "p.raw.orders");
        String message = EventJson.line(EventJson.line(event, Consumer.OPENLINEAGE), Consumer.AMUNDSEN);

        assertThat(message).isEqualTo(EventJson.line(event, Consumer.AMUNDSEN));
        assertThat(edge(message, "p")).endsWith(" bigquery://p.raw/orders");
    }
}
