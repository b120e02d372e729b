// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.catalog.event.EventWriter;
import io.millrace.connect.testkit.NastyTexts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any text in any property is a finding or fine, where a connector is validated and where it starts. */
class NastyTextsTest {
    private static final List<String> NOT_SHOWN = List.of(
            "openlineage.transport.auth.tokenEndpoint",
            "openlineage.transport.headers.x",
            "openlineage.transport.headers",
            "openlineage.transport.urlParams.a",
            "openlineage.transport.timeoutInMillis",
            "openlineage.transport.proxy.host",
            "openlineage.transport.proxy",
            "openlineage.transport.sslContext.keyStorePath",
            "openlineage.transport.auth",
            "openlineage.transport.properties.sasl.jaas.config",
            "openlineage.transport.properties",
            "openlineage.transport.transports.a.type",
            "openlineage.transport.transports",
            "openlineage.transport",
            "openlineage.transport.",
            "openlineage.",
            "openlineage..",
            "openlineage.facets.a.disabled",
            "consumer.a");

    private static Map<String, String> properties(String transport) {
        Map<String, String> properties = new HashMap<>(
                Map.of("kafka.namespace", "kafka://broker:9092", "openlineage.transport.type", transport));
        switch (transport) {
            case "http" ->
                properties.putAll(Map.of(
                        "openlineage.transport.url",
                        "http://marquez:5000",
                        "openlineage.transport.auth.type",
                        "oauth2",
                        "openlineage.transport.auth.clientId",
                        "c",
                        "openlineage.transport.auth.clientSecret",
                        "s",
                        "openlineage.transport.auth.tokenEndpoint",
                        "http://t"));
            case "kafka" ->
                properties.putAll(Map.of(
                        "openlineage.transport.topicName",
                        "t",
                        "openlineage.transport.properties.bootstrap.servers",
                        "b:9092"));
            case "file" -> properties.put("openlineage.transport.location", "/nowhere");
            default -> {}
        }
        return properties;
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "kafka", "file", "console", "composite"})
    void isAFindingOrFine(String transport) {
        ConfigDef def = CatalogConfig.definition();
        List<String> names = new ArrayList<>(NOT_SHOWN);
        names.addAll(def.names());
        for (String name : names) {
            NastyTexts.all().forEach((called, text) -> {
                Map<String, String> properties = properties(transport);
                properties.put(name, text);
                try {
                    boolean blamed = def.validate(properties).stream()
                            .anyMatch(value -> value.name().equals(name)
                                    && !value.errorMessages().isEmpty());
                    ConfigDef.ConfigKey key = def.configKeys().get(name);
                    if (key != null
                            && key.type != ConfigDef.Type.PASSWORD
                            && NastyTexts.controls().containsKey(called)) {
                        assertThat(blamed).as(name + " of " + called).isTrue();
                    }
                } catch (RuntimeException | StackOverflowError thrown) {
                    throw new AssertionError("validation: " + name + " of " + called, thrown);
                }
                try {
                    var unused = CatalogConfig.from(properties, new EventWriter.Versions("4.3.1", "test"));
                } catch (ConfigException refused) {
                    // as it should be
                } catch (RuntimeException | StackOverflowError thrown) {
                    throw new AssertionError("start: " + name + " of " + called, thrown);
                }
            });
        }
    }
}
