// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static io.millrace.connect.bigquery.config.SinkConfigTest.properties;
import static io.millrace.connect.bigquery.config.ValidationTest.findings;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.registry.ConverterSettings;
import io.millrace.connect.bigquery.registry.RegistrySettings;
import io.millrace.connect.bigquery.registry.TopicSchemas.KeyUse;
import java.net.URI;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryOptionsTest {
    private static final String URL = "schema.registry.url";
    private static final String USER = "schema.registry.basic.auth.user.info";
    private static final String TOKEN = "schema.registry.bearer.auth.token";

    @Test
    void asksNobodyByDefault() {
        assertThat(Validation.parsed(properties()).records().registry()).isNull();
    }

    @Test
    void readsAddressCredentialsAndWhatTheConnectorSaysOfItsConverters() {
        RegistrySettings settings = requireNonNull(Validation.parsed(properties(
                        URL,
                        "https://registry.example.org/ccompat",
                        USER,
                        "ann:s3cret",
                        "value.converter.use.optional.for.nonrequired",
                        "true",
                        "key.converter.enhanced.avro.schema.support",
                        "TRUE",
                        "value.converter.flatten.singleton.unions",
                        "false"))
                .records()
                .registry());

        assertThat(settings.access().url()).isEqualTo(URI.create("https://registry.example.org/ccompat"));
        assertThat(settings.access().userInfo()).isEqualTo(new Password("ann:s3cret"));
        assertThat(settings.access().token()).isNull();
        assertThat(settings.keys()).isEqualTo(new ConverterSettings(true, false, false, false, false));
        assertThat(settings.values()).isEqualTo(new ConverterSettings(false, false, true, true, false));
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @Test
    void wantsKeysWhereTheyTellSomethingAboutTheTable() {
        assertThat(Validation.parsed(properties()).keyUse()).isEqualTo(KeyUse.NOT_NEEDED);
        assertThat(Validation.parsed(properties("kafka.columns", "topic,key")).keyUse())
                .isEqualTo(KeyUse.NEEDED);
        assertThat(Validation.parsed(properties("table.orders.view.create", "true"))
                        .keyUse())
                .isEqualTo(KeyUse.WELCOME);
        assertThat(Validation.parsed(properties("view.create", "true", "primary.key", "id"))
                        .keyUse())
                .isEqualTo(KeyUse.NOT_NEEDED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.millrace.connect.catalog.CatalogTransform",
                "CatalogTransform",
                "org.apache.kafka.connect.transforms.Filter",
                "InsertHeader",
                "org.apache.kafka.connect.transforms.DropHeaders",
                "org.apache.kafka.connect.transforms.MaskField$Value",
                "MaskField$Key"
            })
    void goesWithTransformsThatLeaveSchemasAlone(String type) {
        assertThat(findings(properties(URL, "http://registry:8081", "transforms", "a", "transforms.a.type", type)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.millrace.connect.dlp.DlpTransform",
                "io.debezium.transforms.ExtractNewRecordState",
                "org.apache.kafka.connect.transforms.ReplaceField$Value",
                "org.apache.kafka.connect.transforms.RegexRouter",
                "com.acme.Filter"
            })
    void isRefusedWithTransformsThatMayChangeRecords(String type) {
        Map<String, String> written =
                properties("transforms", "observe, change", "transforms.observe.type", "CatalogTransform");
        written.put("transforms.change.type", type);
        assertThat(findings(written)).as("without a registry").isEmpty();

        written.put(URL, "http://registry:8081");

        assertThat(findings(written)).singleElement().satisfies(finding -> {
            assertThat(finding.property()).isEqualTo(URL);
            assertThat(finding.message())
                    .contains("transforms that may change records: change;")
                    .contains("Accepted: CatalogTransform");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    table.create     | false      | creates tables, and table.create=false
                    schema.evolution | none       | needs relax-required in schema.evolution, or schema.nullable=always
                    schema.evolution | add-fields | needs relax-required in schema.evolution, or schema.nullable=always
                    """)
    void isRefusedWhereItDoesNothingOrHarm(String property, String value, String says) {
        assertThat(findings(properties(URL, "http://registry:8081", property, value)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.property()).isEqualTo(URL);
                    assertThat(finding.message()).contains(says);
                });
    }

    @Test
    void goesWithTablesThatRequireNothing() {
        assertThat(findings(properties(
                        URL, "http://registry:8081", "schema.evolution", "none", "schema.nullable", "always")))
                .isEmpty();
    }

    @Test
    void credentialsNeedAnAddressAndOneAnother() {
        assertThat(findings(properties(USER, "ann:s3cret")))
                .containsExactly(new Finding(URL, URL + ": must be set for " + USER));
        assertThat(findings(properties(URL, "https://registry", USER, "ann:s3cret", TOKEN, "t0ken")))
                .containsExactly(new Finding(TOKEN, TOKEN + ": cannot be used with " + USER));
    }

    @Test
    void credentialsCrossNoNetworkUnencryptedUnlessAllowed() {
        assertThat(findings(properties(URL, "http://registry:8081", TOKEN, "t0ken")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.property()).isEqualTo(URL);
                    assertThat(finding.message()).contains("plaintext").doesNotContain("t0ken");
                });
        assertThat(findings(
                        properties(URL, "http://registry:8081", TOKEN, "t0ken", "endpoint.plaintext.allowed", "true")))
                .isEmpty();
        assertThat(findings(properties(URL, "http://127.0.0.1:8081", TOKEN, "t0ken")))
                .isEmpty();
        assertThat(findings(properties(URL, "http://registry:8081"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        URL + ", https://ann:s3cret@registry:8081",
        URL + ", https://ann:s3cret@regi stry",
        USER + ", s3cret",
        TOKEN + ", s3 cret",
    })
    void repeatsNoSecretThatItRefuses(String property, String value) {
        assertThat(findings(properties(URL, "https://registry", property, value)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.property()).isEqualTo(property);
                    assertThat(finding.message()).doesNotContain("s3");
                });
    }
}
