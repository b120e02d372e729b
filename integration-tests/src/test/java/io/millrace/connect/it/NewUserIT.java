// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableId;
import io.millrace.connect.quickstart.stack.PluginPath;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a new user types: the README's commands and {@code config/connectors}, on one fresh worker and a single broker. Only
 * the addresses are others, because this is not the user's machine and BigQuery is the emulator.
 */
@ExtendWith(Platform.Shared.class)
class NewUserIT {
    private static final Duration SOON = Duration.ofMinutes(5);
    /** As {@code config/connectors} names it; the emulator knows any. */
    private static final String PROJECT = "my-project";

    /** A customer as Debezium sends it, in JSON with its schema. */
    private static final String CUSTOMER = """
            {"schema": {"type": "struct", "name": "shop.public.customers.Envelope", "fields": [
               {"field": "before", "type": "struct", "optional": true, "name": "shop.public.customers.Value", "fields": [
                 {"field": "id", "type": "int64", "optional": false}, {"field": "email", "type": "string", "optional": true}]},
               {"field": "after", "type": "struct", "optional": true, "name": "shop.public.customers.Value", "fields": [
                 {"field": "id", "type": "int64", "optional": false}, {"field": "email", "type": "string", "optional": true}]},
               {"field": "source", "type": "struct", "optional": false, "name": "io.debezium.connector.postgresql.Source",
                 "fields": [{"field": "lsn", "type": "int64", "optional": true}]},
               {"field": "op", "type": "string", "optional": false}]},
             "payload": {"before": null, "after": {"id": 1, "email": "alice@example.org"}, "source": {"lsn": 1}, "op": "c"}}""";

    /** What a new user types with; the build itself takes a JDK and Maven only. */
    private static final List<String> TOOLS = List.of("bash", "curl", "jq", "unzip");

    private final Platform platform;
    private final ObjectMapper json = new ObjectMapper();

    NewUserIT(Platform platform) {
        this.platform = platform;
    }

    private static boolean isInstalled(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    }

    @ParameterizedTest
    @EnumSource
    void installsChecksAndSubmitsByWhatTheReadmeSays(Release release, @TempDir Path home)
            throws IOException, InterruptedException {
        assumeTrue(TOOLS.stream().allMatch(NewUserIT::isInstalled), () -> "the README's commands take " + TOOLS);
        List<String> commands = Readme.of(platform.project()).blocks();
        assertThat(commands).as("install, look, make a key, check, submit").hasSize(5);
        Path plugins = Files.createDirectories(home.resolve("plugins"));
        String dataset = "newcomer_" + release.name().toLowerCase(Locale.ROOT);
        checkout(home, dataset);
        assertThat(run(commands.get(0), home, "")).isEmpty();
        try (Topic topic = Topic.create("shop.public." + dataset, 1, platform);
                ConnectCluster cluster = platform.cluster(dataset, release, new PluginPath(List.of(plugins)))) {
            topic.produceRaw(CUSTOMER);
            String worker = cluster.rest().address().getAuthority();

            assertThat(run(commands.get(1), home, worker))
                    .contains("BigQuerySinkConnector", "DlpTransform$Value", "CatalogTransform");
            assertThat(run(commands.get(2), home, worker)).isEmpty();
            assertThat(run(commands.get(3), home, worker)).isEmpty();
            assertThat(run(commands.get(4), home, worker)).contains("\"name\":\"shop-to-bigquery\"");

            cluster.rest().awaitRunning("shop-to-bigquery", 4);
            Awaitility.await(dataset).atMost(SOON).until(() -> masked(dataset) == 1);
            assertThat(run(wrong(commands.get(3)), home, worker)).contains("table.partition.type", "FORTNIGHT");
        }
    }

    /** The files that the commands name, as the user's checkout has them, for the emulator. */
    private void checkout(Path home, String dataset) throws IOException {
        Path project = platform.project().home();
        for (String module : List.of("connect-bigquery-sink", "connect-dlp-transform", "connect-catalog-smt")) {
            Files.createSymbolicLink(home.resolve(module), project.resolve(module));
        }
        Path config = Files.createDirectories(home.resolve("config/connectors"));
        Files.createSymbolicLink(home.resolve("config/new-keyset.sh"), project.resolve("config/new-keyset.sh"));
        String example = Files.readString(project.resolve("config/connectors/bigquery-sink.json"))
                .replace("/etc/connect", home.resolve("etc").toString());
        ObjectNode sink = (ObjectNode) json.readTree(example);
        ((ObjectNode) sink.get("config"))
                .put("dataset", dataset)
                .put("credentials.source", "none")
                .put("bigquery.endpoint", platform.cloud().endpoint())
                .put("bigquery.storage.endpoint", platform.cloud().storageEndpoint());
        Files.writeString(config.resolve("bigquery-sink.json"), sink.toString());
    }

    /** Runs a block as a shell does, and answers all that it printed. */
    private static String run(String block, Path home, String worker) throws IOException, InterruptedException {
        String here = block.replace("localhost:8083", worker)
                .replace("/usr/share/java", home.resolve("plugins").toString())
                .replace("/etc/connect", home.resolve("etc").toString());
        Process shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", here)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(here + "\n" + printed).isZero();
        return printed;
    }

    private static String wrong(String check) {
        return check.replace(".config + {name}", ".config + {name, \"table.partition.type\": \"FORTNIGHT\"}");
    }

    /** How many rows there are whose e-mail is not what the record said. */
    private long masked(String table) throws InterruptedException {
        if (platform.cloud().bigQuery().getTable(TableId.of(PROJECT, table, table)) == null) {
            return 0;
        }
        FieldValueList row = platform.cloud()
                .bigQuery()
                .query(QueryJobConfiguration.newBuilder("SELECT COUNT(*) AS n FROM `" + PROJECT + "." + table + "."
                                + table + "` WHERE email NOT LIKE '%alice%'")
                        .setUseLegacySql(false)
                        .build())
                .iterateAll()
                .iterator()
                .next();
        return row.get(0).getLongValue();
    }
}
