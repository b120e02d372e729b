// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** The configuration reference of a plugin in Markdown, out of its ConfigDef: group by group, in the order of the groups. */
public final class ReferencePage {
    private final StringBuilder page = new StringBuilder();

    private ReferencePage() {}

    /** All properties of {@code def}, without a title. */
    public static String of(ConfigDef def) {
        ReferencePage page = new ReferencePage();
        for (String group : def.groups()) {
            page.group(
                    group,
                    def.configKeys().values().stream()
                            .filter(key -> Objects.equals(key.group, group) && !key.internalConfig)
                            .sorted(Comparator.comparingInt(key -> key.orderInGroup))
                            .toList());
        }
        return page.page.toString();
    }

    private void group(String name, List<ConfigKey> keys) {
        page.append("## ").append(name).append("\n\n");
        keys.forEach(this::property);
    }

    private void property(ConfigKey key) {
        page.append("### `").append(key.name).append("`\n\n");
        page.append(escaped(key.documentation)).append("\n\n");
        page.append("- Type: ").append(key.type.name().toLowerCase(Locale.ROOT));
        page.append(key.hasDefault() ? "; default: " + defaultOf(key) : "; required");
        page.append("; importance: ")
                .append(key.importance.name().toLowerCase(Locale.ROOT))
                .append('\n');
        String accepted = key.validator == null ? "" : key.validator.toString();
        if (!accepted.isEmpty()) {
            page.append("- Accepted: ").append(escaped(accepted)).append('\n');
        }
        page.append('\n');
    }

    private static String defaultOf(ConfigKey key) {
        if (key.defaultValue == null) {
            return "none";
        }
        String text = ConfigDef.convertToString(key.defaultValue, key.type);
        return text == null || text.isEmpty() ? "empty" : "`" + text + "`";
    }

    /** Text that Markdown leaves as it is. */
    public static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("<", "&lt;")
                .replace("|", "\\|")
                .replace("*", "\\*")
                .replace("_", "\\_");
    }
}
