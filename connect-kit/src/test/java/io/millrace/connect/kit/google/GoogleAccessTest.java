// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.RequestMetadataCallback;
import com.sun.net.httpserver.HttpServer;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import io.millrace.connect.kit.trust.AllowedPaths;
import io.millrace.connect.kit.trust.AllowedUrls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoogleAccessTest {
    private static final GoogleOptions OPTIONS = new GoogleOptions("");

    @AfterEach
    void forgetWhatTheOperatorAllows() {
        System.clearProperty(AllowedUrls.PROPERTY);
        System.clearProperty(AllowedPaths.PROPERTY);
    }

    private static GoogleAccess access(String... pairs) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            properties.put(pairs[i], pairs[i + 1]);
        }
        OptionGroup group = new OptionGroup("Credentials", OPTIONS.all());
        return OPTIONS.read(OptionValues.parse(OptionGroup.configDef(List.of(group)), properties));
    }

    private static GoogleAccess json(String json, String... more) {
        String[] pairs = new String[more.length + 4];
        System.arraycopy(more, 0, pairs, 4, more.length);
        pairs[0] = "credentials.source";
        pairs[1] = "json";
        pairs[2] = "credentials.json";
        pairs[3] = json;
        return access(pairs);
    }

    private static String serviceAccount() throws NoSuchAlgorithmException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(1024);
        String key = Base64.getEncoder()
                .encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
        return """
            {"type": "service_account", "project_id": "p", "private_key_id": "1", "client_id": "2",
             "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
             "client_email": "a@p.iam.gserviceaccount.com", "universe_domain": "googleapis.com",
             "auth_uri": "https://accounts.google.com/o/oauth2/auth",
             "token_uri": "https://oauth2.googleapis.com/token"}
            """.formatted(key);
    }

    @Test
    void readsAServiceAccountFromAFileForAllOfGoogleCloud(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("key.json"), serviceAccount());

        GoogleOnlyCredentials credentials = access("credentials.source", "file", "credentials.file", file.toString())
                .credentials()
                .orElseThrow();

        assertThat(credentials.impersonation()).isEmpty();
        assertThat(credentials.getUniverseDomain()).isEqualTo("googleapis.com");
    }

    @Test
    void impersonatesTheLastAccountThroughThoseBeforeIt() throws Exception {
        GoogleOnlyCredentials credentials = json(
                        serviceAccount(),
                        "credentials.impersonate",
                        "one@p.iam.gserviceaccount.com,two@p.iam.gserviceaccount.com,sink@p.iam.gserviceaccount.com",
                        "quota.project",
                        "billed")
                .credentials()
                .orElseThrow();

        assertThat(credentials.getQuotaProjectId()).isEqualTo("billed");
        assertThat(credentials.impersonation()).hasValueSatisfying(acting -> {
            assertThat(acting.getAccount()).isEqualTo("sink@p.iam.gserviceaccount.com");
            assertThat(acting.toBuilder().getDelegates())
                    .containsExactly("one@p.iam.gserviceaccount.com", "two@p.iam.gserviceaccount.com");
            assertThat(acting.getQuotaProjectId()).isEqualTo("billed");
        });
    }

    @Test
    void hasNoCredentialsForAnEmulator() throws IOException {
        assertThat(access("credentials.source", "none").credentials()).isEmpty();
    }

    @Test
    void showsItsTokenToGoogleAlone() throws Exception {
        GoogleOnlyCredentials credentials = json(serviceAccount()).credentials().orElseThrow();

        for (String elsewhere : List.of(
                "https://evil.example.org/bigquery",
                "http://bigquery.googleapis.com/bigquery",
                "https://googleapis.com.evil.example.org/",
                "https://127.0.0.1:9060/google.cloud.bigquery")) {
            assertThatThrownBy(() -> credentials.getRequestMetadata(URI.create(elsewhere)))
                    .as(elsewhere)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(AllowedUrls.PROPERTY);
            List<Throwable> failures = new ArrayList<>();
            credentials.getRequestMetadata(URI.create(elsewhere), Runnable::run, new RequestMetadataCallback() {
                @Override
                public void onSuccess(Map<String, List<String>> metadata) {
                    throw new AssertionError("a token");
                }

                @Override
                public void onFailure(Throwable failure) {
                    failures.add(failure);
                }
            });
            assertThat(failures).as(elsewhere).hasSize(1);
        }
    }

    @Test
    void givesGooglesApisATokenWithItsQuotaProject() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> {
            byte[] answer = "{\"access_token\": \"t0ken\", \"expires_in\": 3600, \"token_type\": \"Bearer\"}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            String tokens = "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
            System.setProperty(AllowedUrls.PROPERTY, tokens);
            GoogleOnlyCredentials credentials = json(
                            serviceAccount().replace("https://oauth2.googleapis.com/token", tokens),
                            "quota.project",
                            "billed")
                    .credentials()
                    .orElseThrow();

            assertThat(credentials.getRequestMetadata(URI.create("https://bigquery.googleapis.com/bigquery/v2")))
                    .containsEntry("Authorization", List.of("Bearer t0ken"))
                    .containsEntry("x-goog-user-project", List.of("billed"));
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://bigquery.googleapis.com, adc, true",
        "https://bigquery-ours.p.googleapis.com, adc, true",
        "https://restricted.googleapis.com, adc, true",
        "https://bigquery.europe-west3.rep.googleapis.com, adc, true",
        "http://bigquery.googleapis.com, adc, false",
        "https://evil.example.org, adc, false",
        "https://googleapis.com.evil.example.org, adc, false",
        "http://127.0.0.1:9050, adc, false",
        "https://localhost:9050, json, false",
        "http://127.0.0.1:9050, none, true",
        "https://emulator.example.org, none, true",
        "http://emulator.example.org, none, false"
    })
    void sendsATokenToGooglesAddressesOnly(String endpoint, String source, boolean accepted) {
        Map<Option<?>, String> conflicts = endpointConflicts(endpoint, source);

        assertThat(conflicts.isEmpty()).as(String.valueOf(conflicts)).isEqualTo(accepted);
        conflicts.keySet().forEach(option -> assertThat(option.name()).isEqualTo("bigquery.endpoint"));
    }

    @Test
    void sendsATokenWhereTheOperatorAllowsItToo() {
        System.setProperty(AllowedUrls.PROPERTY, "https://bigquery.corp.example.org");

        assertThat(endpointConflicts("https://bigquery.corp.example.org", "adc"))
                .isEmpty();
        assertThat(endpointConflicts("https://bigquery.corp.example.org:8443", "adc"))
                .isNotEmpty();
        assertThat(endpointConflicts("http://bigquery.corp.example.org", "adc")).isNotEmpty();
    }

    /** Google's gRPC library does not, whatever the operator allows. */
    @Test
    void sendsNoTokenByGrpcInPlaintext() {
        System.setProperty(AllowedUrls.PROPERTY, "http://127.0.0.1:9060");
        Option<Endpoint> option = OPTIONS.endpoint("bigquery.storage.endpoint", "BigQuery Storage Write API");
        List<Option<?>> all = new ArrayList<>(OPTIONS.all());
        all.add(option);
        for (String source : List.of("adc", "none")) {
            OptionValues values = OptionValues.parse(
                    OptionGroup.configDef(List.of(new OptionGroup("Credentials", all))),
                    Map.of("bigquery.storage.endpoint", "http://127.0.0.1:9060", "credentials.source", source));

            Map<Option<?>, String> conflicts = OPTIONS.conflicts(values, List.of(), List.of(option));

            assertThat(conflicts.isEmpty()).isEqualTo(source.equals("none"));
            assertThat(conflicts.values())
                    .allSatisfy(why ->
                            assertThat(why).contains("http://127.0.0.1:9060", "plaintext", "credentials.source=none"));
        }
    }

    private static Map<Option<?>, String> endpointConflicts(String endpoint, String source) {
        Option<Endpoint> option = OPTIONS.endpoint("bigquery.endpoint", "BigQuery API");
        List<Option<?>> all = new ArrayList<>(OPTIONS.all());
        all.add(option);
        OptionValues values = OptionValues.parse(
                OptionGroup.configDef(List.of(new OptionGroup("Credentials", all))),
                Map.of("bigquery.endpoint", endpoint, "credentials.source", source));
        return OPTIONS.conflicts(values, List.of(option), List.of());
    }

    @Test
    void letsNoConnectorAllowAddresses() {
        assertThatThrownBy(() -> access("credentials.allowed.urls", "https://evil.example.org"))
                .hasMessageStartingWith("credentials.allowed.urls: ")
                .hasMessageContaining(AllowedUrls.PROPERTY);
    }

    @Test
    void tellsNothingOfTheWorkersFiles(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret");
        Path large = Files.write(folder.resolve("large"), new byte[100_000]);

        Set<String> answers = new HashSet<>();
        for (String path : List.of(
                secret.toString(), large.toString(), folder.toString(), folder + "/missing", "/dev/zero", "/", "//")) {
            assertThatThrownBy(access("credentials.source", "file", "credentials.file", path)::credentials)
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(answer -> answers.add(answer.getMessage()));
        }

        assertThat(answers).hasSize(1);
        assertThat(answers.toString()).doesNotContain("s3cret");
    }

    @Test
    void refusesAnotherUniverse() throws Exception {
        GoogleAccess access = json(serviceAccount().replace("\"googleapis.com\"", "\"evil.example.org\""));

        assertThatThrownBy(access::credentials).hasMessageContaining("universe_domain");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret",
                "{\"private_key\": \"s3cret\"",
                "{\"type\": \"service_account\", \"private_key\": \"s3cret\"}",
                "{\"type\": \"s3cret\"}"
            })
    void keepsABrokenKeyOutOfItsMessages(String key) {
        GoogleAccess access = json(key);

        assertThatThrownBy(access::credentials)
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageNotContaining("s3cret");
        assertThat(access.toString()).doesNotContain("s3cret");
    }

    @Test
    void keepsAProxysPasswordOutOfSight() {
        GoogleAccess access = access(
                "proxy.url", "http://proxy.example.org:3128", "proxy.username", "me", "proxy.password", "s3cret");

        assertThat(access.proxy()).isNotNull();
        assertThat(access.toString()).contains("proxy.example.org").doesNotContain("s3cret");
        assertThatThrownBy(() -> access("proxy.url", "http://me:s3cret@proxy:3128"))
                .hasMessageStartingWith("proxy.url: accepted: ")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void refusesASourceWithoutItsKey() {
        assertThatThrownBy(() -> access("credentials.source", "json"))
                .hasMessage("credentials.json: must be set for credentials.source=json");
        assertThat(new GoogleAccess.KeyJson(new Password("s3cret")).toString()).doesNotContain("s3cret");
    }
}
