// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.testkit.NastyTexts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

/** Any text in any property is a finding or fine, where a connector is validated and where it starts. */
class NastyTextsTest {
    private static final Map<String, String> RULE = Map.of(
            "rules",
            "m",
            "rules.m.fields",
            "a",
            "rules.m.info.types",
            "*",
            "rules.m.transform",
            "replace-with-info-type");

    private static final List<String> NAMED = List.of(
            "rules.m.fields",
            "rules.m.info.types",
            "rules.m.transform",
            "rules.m.topics",
            "rules.m.tags",
            "rules.m.condition",
            "rules.m.key",
            "rules.m.expect",
            "custom.c.regex",
            "custom.c.dictionary",
            "custom.c.dictionary.file",
            "hotwords.h.regex",
            "hotwords.h.types",
            "exclusions.e.regex",
            "no.such");

    @Test
    void validationThrowsNothing() {
        ConfigDef def = DlpProperties.configDef();
        for (ConfigDef.ConfigKey key : def.configKeys().values()) {
            NastyTexts.all().forEach((called, text) -> {
                Map<String, String> properties = new HashMap<>(RULE);
                properties.put(key.name, text);

                boolean blamed = def.validate(properties).stream()
                        .anyMatch(value -> value.name().equals(key.name)
                                && !value.errorMessages().isEmpty());

                boolean ofLines = key.type == ConfigDef.Type.STRING || key.type == ConfigDef.Type.LIST;
                if (ofLines
                        && !key.name.equals("policy")
                        && NastyTexts.controls().containsKey(called)) {
                    assertThat(blamed).as(key.name + " of " + called).isTrue();
                }
            });
        }
    }

    @Test
    void startingThrowsConfigExceptionsOnly() {
        List<String> names = new java.util.ArrayList<>(NAMED);
        names.addAll(DlpProperties.configDef().names());
        for (String name : names) {
            NastyTexts.all().forEach((called, text) -> {
                Map<String, String> properties = new HashMap<>(RULE);
                if (name.startsWith("custom.c.")) {
                    properties.put("custom.types", "c");
                } else if (name.startsWith("hotwords.h.")) {
                    properties.putAll(Map.of(
                            "hotwords",
                            "h",
                            "hotwords.h.types",
                            "EMAIL_ADDRESS",
                            "hotwords.h.regex",
                            "a",
                            "hotwords.h.adjust",
                            "1"));
                } else if (name.startsWith("exclusions.e.")) {
                    properties.putAll(Map.of("exclusions", "e", "exclusions.e.types", "EMAIL_ADDRESS"));
                }
                properties.put(name, text);
                try {
                    var unused = DlpProperties.read(properties);
                } catch (ConfigException refused) {
                    // as it should be
                } catch (RuntimeException | StackOverflowError thrown) {
                    throw new AssertionError(name + " of " + called, thrown);
                }
            });
        }
    }
}
