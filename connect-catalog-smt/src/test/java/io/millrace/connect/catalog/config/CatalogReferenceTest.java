// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Holds docs/catalog-reference.md to the ConfigDef. */
class CatalogReferenceTest {
    private static final String HEAD = """
            # CatalogTransform: properties

            Generated from the plugin's ConfigDef; a test fails when this page is stale. What they are for:
            [catalog.md](catalog.md).
            """;
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
        StringBuilder page = new StringBuilder(HEAD);
        String group = "";
        for (ConfigKey key : sorted(def)) {
            if (!group.equals(key.group)) {
                group = key.group;
                page.append("\n## ")
                        .append(group)
                        .append("\n\n| property | type | default | accepted | |\n|---|---|---|---|---|\n");
            }
            String accepted = key.validator == null ? "" : key.validator.toString();
            page.append("| `")
                    .append(key.name)
                    .append("` | ")
                    .append(key.type.name().toLowerCase(Locale.ROOT))
                    .append(" | ")
                    .append(code(key.defaultValue))
                    .append(" | ")
                    .append(cell(accepted))
                    .append(" | ")
                    .append(cell(key.documentation))
                    .append(" |\n");
        }
        return page.toString();
    }

    private static List<ConfigKey> sorted(ConfigDef def) {
        List<String> groups = List.copyOf(def.groups());
        return def.configKeys().values().stream()
                .sorted(Comparator.<ConfigKey>comparingInt(key -> groups.indexOf(key.group))
                        .thenComparingInt(key -> key.orderInGroup))
                .toList();
    }

    private static String code(@Nullable Object value) {
        String text = value == null || "[]".equals(value.toString()) ? "" : value.toString();
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
