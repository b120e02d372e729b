// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.kit.trust.AllowedPaths;
import io.millrace.connect.kit.trust.AllowedUrls;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a credential JSON of a configuration may name. */
class CredentialJsonTest {
    private static final String EXTERNAL = """
            {"type": "external_account",
             "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
             "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
             "token_url": "TOKEN_URL",
             "service_account_impersonation_url":
                "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@b.iam.gserviceaccount.com:generateAccessToken",
             "credential_source": SOURCE}
            """;
    private static final String STS = "https://sts.googleapis.com/v1/token";

    @AfterEach
    void forgetWhatTheOperatorAllows() {
        System.clearProperty(AllowedUrls.PROPERTY);
        System.clearProperty(AllowedPaths.PROPERTY);
    }

    private static String external(String tokenUrl, String source) {
        return EXTERNAL.replace("TOKEN_URL", tokenUrl).replace("SOURCE", source);
    }

    private static GoogleAccess json(String json) {
        return new GoogleAccess(new GoogleAccess.KeyJson(new Password(json)), List.of(), null, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sts.googleapis.com/v1/token",
                "https://sts.europe-west3.rep.googleapis.com/v1/token",
                "https://sts.mtls.googleapis.com/v1/token",
                "https://sts-ours.p.googleapis.com/v1/token",
                "https://oauth2.googleapis.com/token"
            })
    void acceptsAnExternalAccountThatTalksToGooglesTokenServersOnly(String tokenUrl) throws IOException {
        System.setProperty(AllowedPaths.PROPERTY, "/var/run/tokens");

        GoogleAccess access = json(external(tokenUrl, "{\"file\": \"/var/run/tokens/google\"}"));

        assertThat(access.credentials().orElseThrow().getUniverseDomain()).isEqualTo("googleapis.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.org/token",
                "http://sts.googleapis.com/v1/token",
                "https://sts.googleapis.com.evil.example.org/token",
                "https://sts.googleapis.com@evil.example.org/token",
                "https://evilgoogleapis.com/token",
                "https://storage.googleapis.com/upload/storage/v1/b/evil/o?name=token",
                "https://evil.storage.googleapis.com/token",
                "https://www.googleapis.com/upload/storage/v1/b/evil/o",
                "https://sts.evil.googleapis.com/token",
                "https://sts-evil.googleapis.com/token",
                "https://pubsub.googleapis.com/v1/projects/evil/topics/t:publish",
                "https://accounts.google.com/evil",
                "file:///etc/passwd",
                "//evil.example.org/token",
                "https://sts.googleapis.com\\\\@evil.example.org/"
            })
    void refusesAnExternalAccountThatSendsItsTokenElsewhere(String url) {
        System.setProperty(AllowedPaths.PROPERTY, "/var/run/tokens");
        GoogleAccess access = json(external(url, "{\"file\": \"/var/run/tokens/google\"}"));

        assertThatThrownBy(access::credentials)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("token_url")
                .hasMessageContaining(AllowedUrls.PROPERTY)
                .hasMessageNotContaining("evil");
    }

    @Test
    void impersonatesByGooglesOwnServiceOnly() {
        String json = external(STS, "{\"file\": \"/var/run/tokens/google\"}")
                .replace("https://iamcredentials.googleapis.com/v1", "https://sts.googleapis.com/v1");
        System.setProperty(AllowedPaths.PROPERTY, "/var/run/tokens");

        assertThatThrownBy(json(json)::credentials).hasMessageContaining("service_account_impersonation_url");
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
        System.setProperty(AllowedUrls.PROPERTY, allowed);
        GoogleAccess access = json(external(STS, "{\"url\": \"http://169.254.169.254/token\"}"));

        if (trusted) {
            assertThat(access.credentials()).isPresent();
        } else {
            assertThatThrownBy(access::credentials).hasMessageContaining("credential_source.url");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'file': '/etc/passwd'}",
                "{'file': '/var/run/tokens/../../../etc/passwd'}",
                "{'file': '/var/run/tokensmith'}",
                "{'file': ['/var/run/tokens/google']}",
                "{'executable': {'command': '/bin/sh -c id'}}",
                "{'certificate': {'use_default_certificate_config': true}}",
                "{'certificate': {'certificate_config_location': '/etc/passwd'}}",
                "{'environment_id': 'aws1', 'regional_cred_verification_url': 'https://sts.{region}.amazonaws.com?Action=GetCallerIdentity'}"
            })
    void readsNoSubjectTokenFromWhereTheOperatorDoesNotAllow(String source) {
        System.setProperty(AllowedPaths.PROPERTY, "/var/run/tokens");

        assertThatThrownBy(json(external(STS, source.replace('\'', '"')))::credentials)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("credential_source.")
                .hasMessageNotContaining("passwd");
    }

    @Test
    void readsNoSubjectTokenFromAnyFileUnlessAFolderIsAllowed() {
        assertThatThrownBy(json(external(STS, "{\"file\": \"/var/run/tokens/google\"}"))::credentials)
                .hasMessageContaining("credential_source.file")
                .hasMessageContaining(AllowedPaths.PROPERTY);
    }

    @Test
    void takesAnAccountOfAwsWhereTheOperatorAllowsItsAddresses() throws IOException {
        System.setProperty(AllowedUrls.PROPERTY, "http://169.254.169.254, https://sts.{region}.amazonaws.com");
        String source = """
                {"environment_id": "aws1",
                 "region_url": "http://169.254.169.254/latest/meta-data/placement/availability-zone",
                 "url": "http://169.254.169.254/latest/meta-data/iam/security-credentials",
                 "regional_cred_verification_url":
                     "https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15"}""";

        assertThat(json(external(STS, source)).credentials()).isPresent();
    }

    @Test
    void refusesKindsOfCredentialsThatReadFilesOfTheirOwn() {
        assertThatThrownBy(json("""
                {"type": "gdch_service_account", "ca_cert_path": "/etc/passwd", "token_uri": "https://sts.googleapis.com"}
                """)::credentials)
                .hasMessageContaining("field type")
                .hasMessageContaining("service_account");
    }
}
