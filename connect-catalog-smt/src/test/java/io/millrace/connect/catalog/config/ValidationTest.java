// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.catalog.event.EventWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Connect's validation says: by the ConfigDef under the transform's alias, without configuring a transform. */
class ValidationTest {
    private static final String ALIAS = "transforms.catalog.";
    private static final String TRANSPORT = "openlineage.transport.";

    /** Written {@code name=value name=value}; {@code ~} stands for openlineage.transport. */
    private static Map<String, String> properties(String given) {
        Map<String, String> properties = new HashMap<>(Map.of("kafka.namespace", "kafka://broker:9092"));
        for (String each : given.split(" ", -1)) {
            String[] pair = each.split("=", 2);
            properties.put(pair[0].replace("~", TRANSPORT), pair[1]);
        }
        return properties;
    }

    private record Finding(String property, String message) {}

    /** As {@code PUT …/config/validate} finds them: Connect's ConnectorConfig embeds the ConfigDef so. */
    private static List<Finding> findings(String given) {
        ConfigDef def = new ConfigDef();
        def.embed(ALIAS, "Transforms: catalog", 0, CatalogConfig.definition());
        Map<String, String> prefixed = properties(given).entrySet().stream()
                .collect(Collectors.toMap(each -> ALIAS + each.getKey(), Map.Entry::getValue));
        return def.validate(prefixed).stream()
                .flatMap(value -> value.errorMessages().stream()
                        .map(message -> new Finding(value.name().substring(ALIAS.length()), message)))
                .toList();
    }

    private static void start(String given) {
        var unused = CatalogConfig.from(properties(given), new EventWriter.Versions("4.3.1", "test"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "~type=http | ~url | is missing: http needs it",
                "~type=http ~url= | ~url | is missing: http needs it",
                "~type=http ~url=marquez:5000 | ~url | is no http:// or https:// address",
                "~type=http ~url=http://m ~compression=zip | ~compression | cannot be read",
                "~type=http ~url=http://m ~auth.type=magic | ~auth.type | accepted: api_key",
                "~type=http ~url=unix:///run/x | ~url | millrace.allowed.paths",
                "consumer=dataplex ~type=http ~url=http://m | ~url | https://*.googleapis.com",
                "~type=file | ~location | is missing: file needs it",
                "~type=file ~location=/nowhere/f ~topicName=t | ~topicName | is not known to file",
                "~type=file ~location=/nowhere/f | ~location | millrace.allowed.paths",
                "~type=kafka ~properties.bootstrap.servers=b:9092 | ~topicName | is missing: kafka needs it",
                "~type=kafka ~topicName=t | ~properties.bootstrap.servers | is missing: kafka needs it",
                "~type=pigeon | ~type | accepted: http, kafka, file, console, composite",
                "~url=http://m | ~url | is not known to console",
            })
    void findsOnItsPropertyWhatTheStartRefuses(String given, String property, String says) {
        String blamed = property.replace("~", TRANSPORT);

        List<Finding> findings = findings(given);

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.property()).isEqualTo(blamed);
            assertThat(finding.message()).contains(blamed, says);
            assertThatThrownBy(() -> start(given))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage(finding.message());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "role=auto",
                "~type=http ~url=http://m ~compression=gzip ~endpoint=/x ~headers.x.y=z ~timeoutInMillis=5",
                "~type=http ~url=http://m ~auth.type=api_key ~auth.apiKey=s3cret",
                "~type=http ~url=http://m ~auth.type=jwt ~auth.apiKey=s3cret ~auth.tokenEndpoint=http://t/token",
                "~type=http ~url=http://m ~auth.type=oauth2 ~auth.tokenEndpoint=http://t ~auth.clientId=c ~auth.clientSecret=d",
                "consumer=dataplex ~type=http ~url=https://datalineage.googleapis.com/v1/x",
                "~type=kafka ~topicName=t ~properties.bootstrap.servers=b:9092 ~properties.acks=all",
                "~type=composite ~transports.a.type=http ~transports.a.url=http://m consumer.a=marquez",
            })
    void findsNothingWhereTheStartDoesNot(String given) {
        assertThat(findings(given)).isEmpty();
        start(given);
    }

    /** An instance that only looks has no transport; one that is not read says so itself. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "role=before ~type=http | ''",
                "consumer=nobody ~type=http | consumer",
                "role=last ~type=http | role"
            })
    void saysNothingOfATransportThatIsNotReached(String given, String property) {
        assertThat(findings(given))
                .extracting(Finding::property)
                .isEqualTo(property.isEmpty() ? List.of() : List.of(property));
    }

    /** Connect shows a ConfigDef the properties that it defines, so these wait for the start. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "~type=http ~url=http://m ~endpont=/x",
                "consumer.nobody=marquez",
                "~type=composite",
                "~type=composite ~transports.a=http",
            })
    void namesThatAreNotDefinedAreSeenByTheStartAlone(String given) {
        assertThat(findings(given)).isEmpty();
        assertThatThrownBy(() -> start(given)).isInstanceOf(ConfigException.class);
    }
}
