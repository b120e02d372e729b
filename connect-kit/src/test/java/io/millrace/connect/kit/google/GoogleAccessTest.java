// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.ExternalAccountCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoogleAccessTest {
    private static final GoogleOptions OPTIONS = new GoogleOptions("");
    private static final String EXTERNAL = """
            {"type": "external_account",
             "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
             "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
             "token_url": "TOKEN_URL",
             "service_account_impersonation_url":
                "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@b.iam.gserviceaccount.com:generateAccessToken",
             "credential_source": {"file": "/var/run/token"}}
            """;
    private static final String URL_SOURCED =
            EXTERNAL.replace("{\"file\": \"/var/run/token\"}", "{\"url\": \"http://169.254.169.254/token\"}");

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

        GoogleCredentials credentials = access("credentials.source", "file", "credentials.file", file.toString())
                .credentials()
                .orElseThrow();

        assertThat(credentials)
                .isInstanceOfSatisfying(
                        ServiceAccountCredentials.class,
                        account -> assertThat(account.getScopes())
                                .containsExactly("https://www.googleapis.com/auth/cloud-platform"));
    }

    @Test
    void impersonatesTheLastAccountThroughThoseBeforeIt() throws Exception {
        GoogleCredentials credentials = json(
                        serviceAccount(),
                        "credentials.impersonate",
                        "one@p.iam.gserviceaccount.com,two@p.iam.gserviceaccount.com,sink@p.iam.gserviceaccount.com",
                        "quota.project",
                        "billed")
                .credentials()
                .orElseThrow();

        assertThat(credentials).isInstanceOfSatisfying(ImpersonatedCredentials.class, acting -> {
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
    void acceptsAnExternalAccountThatTalksToGoogleOnly() throws IOException {
        String json = EXTERNAL.replace("TOKEN_URL", "https://sts.googleapis.com/v1/token");

        assertThat(json(json).credentials()).get().isInstanceOf(ExternalAccountCredentials.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.org/token",
                "http://sts.googleapis.com/v1/token",
                "https://sts.googleapis.com.evil.example.org/token",
                "https://sts.googleapis.com@evil.example.org/token",
                "https://evilgoogleapis.com/token",
                "file:///etc/passwd",
                "//evil.example.org/token",
                "https://sts.googleapis.com\\\\@evil.example.org/"
            })
    void refusesAnExternalAccountThatSendsItsTokenElsewhere(String url) {
        GoogleAccess access = json(EXTERNAL.replace("TOKEN_URL", url));

        assertThatThrownBy(access::credentials)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("token_url")
                .hasMessageNotContaining("evil");
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.169.254/token, true",
        "http://169.254.169.254, true",
        "http://169.254.169.254/tok, false",
        "https://169.254.169.254/token, false",
        "http://169.254.169.25/token, false"
    })
    void trustsAServerThatTheOperatorLists(String allowed, boolean trusted) throws IOException {
        String json = URL_SOURCED.replace("TOKEN_URL", "https://sts.googleapis.com/v1/token");
        GoogleAccess access = json(json, "credentials.allowed.urls", allowed);

        if (trusted) {
            assertThat(access.credentials()).isPresent();
        } else {
            assertThatThrownBy(access::credentials).hasMessageContaining("credential_source.url");
        }
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
                "{\"type\": \"service_account\", \"private_key\": \"s3cret\"}"
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
