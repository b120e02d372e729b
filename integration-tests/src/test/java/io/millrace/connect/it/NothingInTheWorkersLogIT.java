// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.millrace.connect.quickstart.stack.LocalCloud;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rows, keys, tokens and passwords, in a worker all of whose loggers are at their most talkative: log4j's and those of
 * java.util.logging, in every class loader.
 */
@ExtendWith(Platform.Shared.class)
class NothingInTheWorkersLogIT {
    private static final Duration SOON = Duration.ofMinutes(5);
    private static final int RECORDS = 40;
    private static final String ROW = "canaryrow7f3e";
    private static final String KEY = "canarykey51ab";
    private static final String TOKEN = "canarytoken90cd";
    private static final String PASSWORD = "canarypassword22ef";
    private static final String PERSON = """
        {"schema": {"type": "struct", "name": "it.Person", "fields": [
          {"field": "id", "type": "string", "optional": false},
          {"field": "name", "type": "string", "optional": true},
          {"field": "mail", "type": "string", "optional": true},
          {"field": "born", "type": "int32", "name": "org.apache.kafka.connect.data.Date", "optional": true}]},
         "payload": {"id": "%s", "name": "%s", "mail": "%s@example.org", "born": %d}}\
        """;

    private final Platform platform;
    private HttpServer server;

    NothingInTheWorkersLogIT(Platform platform) {
        this.platform = platform;
    }

    /** Gives tokens, and takes what lineage it gets. */
    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = """
                {"access_token": "%s", "expires_in": 3600, "token_type": "Bearer"}\
                """.formatted(TOKEN).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @EnumSource
    void noLoggerButKafkasOwnSeesWhatIsNobodysBusiness(Release release) throws Exception {
        String name = "quiet_" + release.name().toLowerCase(Locale.ROOT);
        try (ConnectCluster cluster = platform.cluster("quiet-" + release, release, talkative());
                Topic topic = Topic.create(name, 1, platform)) {
            for (int i = 0; i < RECORDS; i++) {
                topic.produceRaw(PERSON.formatted(KEY + i, ROW + i, ROW, 1));
            }
            // Right for the converter and the transforms, wrong for the table: a date far beyond the year 9999
            topic.produceRaw(PERSON.formatted(KEY, ROW, ROW, 2_000_000_000));

            for (Map.Entry<String, Map<String, String>> way :
                    ways(cluster, name).entrySet()) {
                cluster.rest().create(name + "_" + way.getKey(), way.getValue());
            }
            for (String way : List.of("stream", "load", "insert", "upsert")) {
                new Table(name + "_" + way, platform).awaitDistinctIds(RECORDS, SOON);
            }

            List<Line> lines = Line.of(cluster.log());
            // Both ways to log were heard
            assertThat(lines.stream().map(Line::logger))
                    .contains("io.grpc.ChannelLogger", "io.openlineage.client.transports.HttpTransport");
            assertThat(lines.stream().filter(line -> line.logger().startsWith("io.millrace")))
                    .hasSizeGreaterThan(4);
            // Kafka's own logger of transforms does tell, and is seen to
            assertThat(lines.stream().filter(Line::tells)).isNotEmpty();
            assertThat(lines.stream().filter(Line::isOurs).filter(Line::tells).limit(3))
                    .isEmpty();
        }
    }

    private List<String> talkative() {
        String here = Path.of("src", "test", "resources").toAbsolutePath() + "/all-";
        return List.of(
                "-Dlog4j2.configurationFile=" + here + "log4j2.properties",
                "-Dlog4j.configuration=file:" + here + "log4j.properties",
                "-Djava.util.logging.config.file=" + here + "logging.properties",
                "-Dmillrace.allowed.urls="
                        + String.join(
                                ",",
                                address(),
                                platform.cloud().endpoint(),
                                platform.cloud().storageEndpoint()));
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Map<String, Map<String, String>> ways(ConnectCluster cluster, String topic)
            throws NoSuchAlgorithmException {
        Map<String, Map<String, String>> ways = new HashMap<>();
        Map<String, String> token = Map.of("credentials.source", "json", "credentials.json", credentials());
        ways.put("load", token);
        ways.put("insert", and(token, Map.of("write.method", "streaming-insert")));
        // gRPC sends no token over the emulator's plaintext; that frames are not logged is seen by the rows
        ways.put("stream", Map.of());
        ways.put("upsert", Map.of("change.mode", "upsert-delete", "primary.key", "id"));
        ways.replaceAll((way, own) -> {
            Map<String, String> config = new HashMap<>(
                    way.equals("load")
                            ? cluster.loadConfig(topic, topic.replace('_', '-'))
                            : cluster.sinkConfig(topic));
            config.putAll(own);
            if (own.containsKey("credentials.json")) {
                config.remove("bigquery.storage.endpoint");
            }
            config.putAll(Map.of(
                    "table", topic + "_" + way,
                    "errors.tolerance", "all",
                    "errors.log.enable", "true",
                    "errors.deadletterqueue.topic.name", topic + "_dead",
                    "errors.deadletterqueue.topic.replication.factor", "1"));
            config.putAll(transforms());
            return config;
        });
        return ways;
    }

    private static Map<String, String> and(Map<String, String> one, Map<String, String> other) {
        Map<String, String> both = new HashMap<>(one);
        both.putAll(other);
        return both;
    }

    private Map<String, String> transforms() {
        Map<String, String> config = new HashMap<>(Map.of(
                "transforms", "mask,catalog",
                "transforms.mask.type", "io.millrace.connect.dlp.DlpTransform$Value",
                "transforms.mask.keyset", """
                    {"masking": {"primaryKeyId": 1, "key": [{"keyId": 1, "status": "ENABLED", "outputPrefixType": "RAW",
                      "keyData": {"typeUrl": "type.googleapis.com/google.crypto.tink.HkdfPrfKey",
                        "keyMaterialType": "SYMMETRIC", "value": "%s"}}]}}\
                    """.formatted(keyset()),
                "transforms.mask.rules", "mail",
                "transforms.mask.rules.mail.fields", "mail",
                "transforms.mask.rules.mail.info.types", "EMAIL_ADDRESS",
                "transforms.mask.rules.mail.transform", "crypto-hash"));
        config.putAll(Map.of(
                "transforms.catalog.type", "io.millrace.connect.catalog.CatalogTransform",
                "transforms.catalog.kafka.namespace", "kafka://it:9092",
                "transforms.catalog.sink.name", "it.it.${topic}",
                "transforms.catalog.openlineage.transport.type", "http",
                "transforms.catalog.openlineage.transport.url", address(),
                "transforms.catalog.openlineage.transport.auth.type", "api_key",
                "transforms.catalog.openlineage.transport.auth.apiKey", PASSWORD,
                "transforms.catalog.initial.delay.ms", "100"));
        return config;
    }

    /** Tink's HkdfPrfKey: parameters with SHA-256, then 32 bytes of key, which somebody could read. */
    private static String keyset() {
        byte[] key = (PASSWORD + PASSWORD).substring(0, 32).getBytes(StandardCharsets.US_ASCII);
        byte[] header = {18, 2, 8, 3, 26, 32};
        byte[] whole = Arrays.copyOf(header, header.length + key.length);
        System.arraycopy(key, 0, whole, header.length, key.length);
        return Base64.getEncoder().encodeToString(whole);
    }

    private String credentials() throws NoSuchAlgorithmException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        return """
            {"type": "service_account", "project_id": "%s", "private_key_id": "1", "client_id": "2",
             "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
             "client_email": "a@p.iam.gserviceaccount.com", "token_uri": "%s/token"}\
            """.formatted(
                LocalCloud.PROJECT,
                Base64.getEncoder()
                        .encodeToString(keys.generateKeyPair().getPrivate().getEncoded()),
                address());
    }

    /**
     * What one logger said at once.
     *
     * @param text of one or more lines
     */
    private record Line(String logger, String text) {

        /** Each begins with two signs and its logger's name; what does not belongs to the one before. */
        static List<Line> of(String log) {
            List<Line> lines = new ArrayList<>();
            for (String line : log.split("(?m)^@@ ", -1)) {
                int end = line.indexOf(" | ");
                lines.add(end < 0 ? new Line("", line) : new Line(line.substring(0, end), line.substring(end)));
            }
            return lines;
        }

        /** Kafka's own may say what they like: they are the operator's. */
        boolean isOurs() {
            return !logger.startsWith("org.apache.kafka.") && !logger.startsWith("org.eclipse.jetty.");
        }

        boolean tells() {
            String lower = text.toLowerCase(Locale.ROOT);
            return List.of(ROW, KEY, TOKEN, PASSWORD).stream().anyMatch(canary -> isIn(lower, canary))
                    || text.contains(keyset())
                    || text.contains("BEGIN PRIVATE KEY");
        }

        private static boolean isIn(String lower, String canary) {
            byte[] bytes = canary.getBytes(StandardCharsets.US_ASCII);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
            return lower.contains(canary)
                    || lower.contains(HexFormat.of().formatHex(bytes))
                    || lower.contains(encoded.substring(0, encoded.length() - 1).toLowerCase(Locale.ROOT));
        }
    }
}
