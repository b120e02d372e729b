// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/** Holds docs/catalog-reference.md to the ConfigDef. */
class CatalogReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "catalog-reference.md");

    @Test
    void theReferencePageSaysWhatTheConfigDefSays() throws IOException {
        String page = page(CatalogConfig.definition());

        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE))
                .as("stale; write it anew with -Dtest=CatalogReferenceTest -Dreference.write=true")
                .isEqualTo(page);
    }

    @Test
    void everySecretIsAPassword() {
        assertThat(CatalogConfig.definition().configKeys().values())
                .filteredOn(key -> key.name.matches(".*(apiKey|user\\.info|token).*"))
                .hasSize(3)
                .allSatisfy(key -> assertThat(key.type).isEqualTo(ConfigDef.Type.PASSWORD));
    }

    private static String page(ConfigDef def) {
        StringBuilder page = new StringBuilder("# CatalogTransform: properties\n\n"
                + "Generated from the plugin's ConfigDef; a test fails when this page is stale. What they are for:\n"
                + "[catalog.md](catalog.md).\n");
        String group = "";
        for (String name : def.names().stream().sorted(order(def)).toList()) {
            ConfigDef.ConfigKey key = def.configKeys().get(name);
            if (!key.group.equals(group)) {
                group = key.group;
                page.append("\n## ").append(group).append("\n\n| property | type | default | accepted | |\n|---|---|---|---|---|\n");
            }
            String accepted = key.validator == null ? "" : key.validator.toString();
            page.append("| `%s` | %s | %s | %s | %s |%n"
                    .formatted(name, key.type.name().toLowerCase(java.util.Locale.ROOT), code(key.defaultValue), cell(accepted), cell(key.documentation))
                    .replace("\r", ""));
        }
        return page.toString();
    }

    private static java.util.Comparator<String> order(ConfigDef def) {
        java.util.List<String> groups = java.util.List.copyOf(def.groups());
        return java.util.Comparator.<String>comparingInt(name -> groups.indexOf(def.configKeys().get(name).group))
                .thenComparingInt(name -> def.configKeys().get(name).orderInGroup);
    }

    private static String code(@org.jspecify.annotations.Nullable Object value) {
        String text = value == null || "[]".equals(value.toString()) ? "" : value.toString();
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
