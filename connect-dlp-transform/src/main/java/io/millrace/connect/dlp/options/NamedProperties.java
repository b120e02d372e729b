// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.options;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one named thing, such as {@code rules.pan.fields}: read one by one; what was given and never read is
 * an error, so that a misspelt option does not silently leave data unmasked.
 */
public final class NamedProperties {
    private final String prefix;
    private final Map<String, String> given = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();

    /** Those of {@code properties} under {@code prefix}, which ends with a dot. */
    public NamedProperties(String prefix, Map<String, String> properties) {
        this.prefix = prefix;
        properties.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                given.put(name.substring(prefix.length()), value);
            }
        });
    }

    public boolean isEmpty() {
        return given.isEmpty();
    }

    /** The text; null when absent or blank. */
    @Nullable
    public String find(String option) {
        known.add(option);
        String text = given.get(option);
        return text == null || text.isBlank() ? null : text;
    }

    /** The text as it was given, blanks and all; null when absent. */
    @Nullable
    public String verbatim(String option) {
        known.add(option);
        return given.get(option);
    }

    /** The text of an option that has to be given. */
    public String require(String option) {
        String text = find(option);
        if (text == null) {
            throw new ConfigException(prefix + option + ": is required and missing");
        }
        return text;
    }

    /** The parsed text of an option that has to be given. */
    public <T> T require(String option, Function<String, T> parse) {
        return parsed(option, require(option).strip(), parse);
    }

    /** A constant by its name, whatever the case. */
    public static <E extends Enum<E>> E choice(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text.strip())) {
                return constant;
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is not accepted; accepted: " + List.of(type.getEnumConstants()));
    }

    public static Integer integer(String text) {
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException notAnInteger) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number");
        }
    }

    /** Checked to be in RE2's syntax. */
    public static String regex(String text) {
        pattern(text);
        return text;
    }

    public static Pattern pattern(String regex) {
        try {
            return Expressions.compile(regex);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("is not a regular expression of RE2: " + wrong.getMessage());
        }
    }

    public static boolean flag(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is not accepted; accepted: true, false");
        };
    }

    /** The parsed text; null when absent. {@code parse} throws IllegalArgumentException saying what is accepted. */
    public <T> @Nullable T find(String option, Function<String, T> parse) {
        String text = find(option);
        return text == null ? null : parsed(option, text, parse);
    }

    /** The parsed text, or the default. */
    public <T> T get(String option, T otherwise, Function<String, T> parse) {
        T value = find(option, parse);
        return value == null ? otherwise : value;
    }

    /** Comma-separated words; empty when absent. */
    public List<String> list(String option) {
        List<String> words = new ArrayList<>();
        String text = find(option);
        if (text != null) {
            for (String word : text.split(",", -1)) {
                if (!word.isBlank()) {
                    words.add(word.strip());
                }
            }
        }
        return words;
    }

    /** Comma-separated things, each parsed. */
    public <T> List<T> list(String option, Function<String, T> parse) {
        return list(option).stream().map(word -> parsed(option, word, parse)).toList();
    }

    private <T> T parsed(String option, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (NumberFormatException notANumber) {
            throw new ConfigException(prefix + option + ": '" + text + "' is not a number");
        } catch (IllegalArgumentException refused) {
            throw new ConfigException(prefix + option + ": " + refused.getMessage());
        }
    }

    /** Builds something from several options; an IllegalArgumentException that names none is blamed on {@code option}. */
    public <T> T build(String option, Supplier<T> make) {
        try {
            return make.get();
        } catch (UnfitOption unfit) {
            throw wrong(unfit.option(), unfit.getMessage());
        } catch (IllegalArgumentException refused) {
            throw new ConfigException(prefix + option + ": " + refused.getMessage());
        }
    }

    public ConfigException wrong(String option, @Nullable String message) {
        return new ConfigException(prefix + option + ": " + message);
    }

    /** Call when everything was read. */
    public void ensureAllRead() {
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                throw new ConfigException(prefix + name + ": is not an option here; accepted: " + known);
            }
        }
    }
}
