// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * One property: its name, type, default, check and sentence, in one place. Options are constants of a group file, and
 * the property's string appears nowhere else. A value is read with {@link #of} or, where absence is real, {@link #find}.
 *
 * @param <T> what the value is once parsed; never shows ConfigDef's own types
 */
public final class Option<T> {
    private final String name;
    private final @Nullable Object defaultValue;
    private final Spelling<T> spelling;
    private final String sentence;
    private final Look look;

    /**
     * How a value is written and read.
     *
     * @param accepted what the reference says is accepted
     * @param read from ConfigDef's type; throws IllegalArgumentException saying what is accepted
     */
    private record Spelling<T>(ConfigDef.Type type, String accepted, Function<Object, T> read)
            implements ConfigDef.Validator {
        @Override
        public void ensureValid(String property, @Nullable Object value) {
            if (value == null || "".equals(value)) {
                return; // not written
            }
            try {
                var unused = read.apply(value);
            } catch (IllegalArgumentException refused) {
                throw new ConfigException(property + ": " + refused.getMessage());
            }
        }

        @Override
        public String toString() {
            return accepted;
        }
    }

    /** How a user interface shows the property; its width follows from its type. */
    private record Look(
            Importance importance,
            @Nullable String displayName,
            ConfigDef.@Nullable Recommender recommended,
            List<String> dependents) {
        private static final Look PLAIN = new Look(Importance.MEDIUM, null, null, List.of());

        private static Look of(List<?> values) {
            return new Look(Importance.MEDIUM, null, new Recommended(List.copyOf(values)), List.of());
        }
    }

    /** Values to offer for a property, whatever the other properties are. */
    private record Recommended(List<Object> values) implements ConfigDef.Recommender {
        @Override
        public List<Object> validValues(String name, Map<String, Object> parsed) {
            return values;
        }

        @Override
        public boolean visible(String name, Map<String, Object> parsed) {
            return true;
        }
    }

    /** A check of one property among the others, which ConfigDef makes by way of its recommendations. */
    private record AmongOthers(BiConsumer<String, Map<String, Object>> ensure) implements ConfigDef.Recommender {
        @Override
        public List<Object> validValues(String name, Map<String, Object> parsed) {
            ensure.accept(name, parsed);
            return List.of();
        }

        @Override
        public boolean visible(String name, Map<String, Object> parsed) {
            return true;
        }
    }

    private Option(String name, @Nullable Object defaultValue, Spelling<T> spelling, String sentence, Look look) {
        this.name = name;
        this.defaultValue = defaultValue;
        this.spelling = spelling;
        this.sentence = sentence;
        this.look = look;
    }

    /** A text of one line; a {@code null} default means that the property may be absent. */
    public static Option<String> string(String name, @Nullable String defaultValue, String sentence) {
        Spelling<String> spelling = new Spelling<>(ConfigDef.Type.STRING, "", Option::line);
        return new Option<>(name, defaultValue, spelling, sentence, Look.PLAIN);
    }

    /** A text of as many lines as there are, absent unless given. */
    public static Option<String> document(String name, String sentence) {
        Spelling<String> spelling = new Spelling<>(ConfigDef.Type.STRING, "", String.class::cast);
        return new Option<>(name, null, spelling, sentence, Look.PLAIN);
    }

    /** A text that has to be given. */
    public static Option<String> required(String name, String sentence) {
        Spelling<String> spelling = new Spelling<>(ConfigDef.Type.STRING, "", Option::line);
        return new Option<>(name, ConfigDef.NO_DEFAULT_VALUE, spelling, sentence, Look.PLAIN)
                .importance(Importance.HIGH);
    }

    /** A secret: hidden by Connect wherever it is shown; absent unless given. */
    public static Option<Password> secret(String name, String sentence) {
        Spelling<Password> spelling = new Spelling<>(ConfigDef.Type.PASSWORD, "", Password.class::cast);
        return new Option<>(name, null, spelling, sentence, Look.PLAIN);
    }

    /** {@code true} or {@code false}. */
    public static Option<Boolean> flag(String name, boolean defaultValue, String sentence) {
        Spelling<Boolean> spelling = new Spelling<>(ConfigDef.Type.BOOLEAN, "true or false", Boolean.class::cast);
        return new Option<>(name, defaultValue, spelling, sentence, Look.of(List.of(true, false)));
    }

    /** A number of rows, calls, bytes from {@code least} to {@code most}; a {@code null} default means absent. */
    public static Option<Long> count(String name, @Nullable Long defaultValue, long least, long most, String sentence) {
        Spelling<Long> spelling = new Spelling<>(ConfigDef.Type.LONG, "", Long.class::cast);
        return new Option<>(name, defaultValue, spelling, sentence, Look.PLAIN)
                .checked(range(least, most), value -> ensureBetween(least, most, value));
    }

    /** As {@link #count}, for what fits an int. */
    public static Option<Integer> integer(
            String name, @Nullable Integer defaultValue, int least, int most, String sentence) {
        Spelling<Integer> spelling = new Spelling<>(ConfigDef.Type.INT, "", Integer.class::cast);
        return new Option<>(name, defaultValue, spelling, sentence, Look.PLAIN)
                .checked(range(least, most), value -> ensureBetween(least, most, value));
    }

    /** A span of time, written in milliseconds. */
    public static Option<Duration> millis(
            String name, @Nullable Duration defaultValue, Duration least, Duration most, String sentence) {
        Long asWritten = defaultValue == null ? null : defaultValue.toMillis();
        return count(name, asWritten, least.toMillis(), most.toMillis(), sentence)
                .as(Duration::ofMillis);
    }

    /** One of these words, the default first. Case does not matter. */
    public static Option<String> word(String name, List<String> words, String sentence) {
        Spelling<String> spelling = new Spelling<>(
                ConfigDef.Type.STRING, String.join(", ", words), value -> Choices.chosen(words, line(value)));
        return new Option<>(name, words.get(0), spelling, sentence, Look.of(words));
    }

    /** One of an enum's constants, written in lower case with dashes: {@code AT_LEAST_ONCE} is {@code at-least-once}. */
    public static <E extends Enum<E>> Option<E> choice(String name, E defaultValue, String sentence) {
        return choice(name, defaultValue.getDeclaringClass(), Choices.spell(defaultValue), sentence);
    }

    /** As {@link #choice(String, Enum, String)}, for a property that may be absent. */
    public static <E extends Enum<E>> Option<E> choice(String name, Class<E> type, String sentence) {
        return choice(name, type, null, sentence);
    }

    private static <E extends Enum<E>> Option<E> choice(
            String name, Class<E> type, @Nullable String defaultValue, String sentence) {
        Choices<E> choices = new Choices<>(type);
        Spelling<E> spelling = new Spelling<>(
                ConfigDef.Type.STRING, String.join(", ", choices.words()), value -> choices.parse(line(value)));
        return new Option<>(name, defaultValue, spelling, sentence, Look.of(choices.words()));
    }

    /** Any of an enum's constants, comma-separated; {@code none} is the empty set. */
    public static <E extends Enum<E>> Option<Set<E>> choices(
            String name, Class<E> type, Set<E> defaultValue, String sentence) {
        Choices<E> choices = new Choices<>(type);
        String accepted = "any of " + String.join(", ", choices.words()) + "; or " + Choices.NONE;
        List<String> offered =
                Stream.concat(choices.words().stream(), Stream.of(Choices.NONE)).toList();
        Spelling<Set<E>> spelling =
                new Spelling<>(ConfigDef.Type.LIST, accepted, value -> choices.parseAll(words(value)));
        return new Option<>(name, choices.spellAll(defaultValue), spelling, sentence, Look.of(offered));
    }

    /** A comma-separated list, empty by default. */
    public static Option<List<String>> list(String name, String sentence) {
        Spelling<List<String>> spelling = new Spelling<>(ConfigDef.Type.LIST, "", Option::words);
        return new Option<>(name, List.of(), spelling, sentence, Look.PLAIN);
    }

    /** Comma-separated {@code key:value} pairs in order, no key twice, empty by default. The first colon divides. */
    public static Option<Map<String, String>> map(String name, String sentence) {
        return list(name, sentence).as("key:value,…", Pairs::parse);
    }

    /** The same property read into something else; {@code read} throws IllegalArgumentException saying what is accepted. */
    public <U> Option<U> as(Function<? super T, ? extends U> read) {
        return as(spelling.accepted(), read);
    }

    /** As {@link #as(Function)}, with words for the reference: what is accepted. */
    public <U> Option<U> as(String accepted, Function<? super T, ? extends U> read) {
        Spelling<U> then = new Spelling<>(
                spelling.type(), accepted, value -> read.apply(spelling.read().apply(value)));
        return new Option<>(name, defaultValue, then, sentence, look);
    }

    /** One more check; {@code ensure} throws IllegalArgumentException saying what is accepted. */
    public Option<T> checked(String accepted, Consumer<? super T> ensure) {
        return as(accepted, value -> {
            ensure.accept(value);
            return value;
        });
    }

    /**
     * A check that Connect's validation makes when all values are parsed, and starting does not: it has no part in
     * {@link OptionValues#parse}. No values are offered for such a property.
     *
     * @param ensure is given the property's name and the values of all that are defined, as ConfigDef parsed them, null
     *     where not written or not readable; throws ConfigException for this property's finding
     */
    public Option<T> checkedAmong(BiConsumer<String, Map<String, Object>> ensure) {
        return looking(new Look(look.importance, look.displayName, new AmongOthers(ensure), look.dependents));
    }

    public Option<T> importance(Importance importance) {
        return looking(new Look(importance, look.displayName, look.recommended, look.dependents));
    }

    /** What a user interface calls the property, where its name with spaces would not do. */
    public Option<T> shownAs(String displayName) {
        return looking(new Look(look.importance, displayName, look.recommended, look.dependents));
    }

    /** Properties whose meaning hangs on this one: Connect looks at them again when it changes. */
    public Option<T> dependents(Option<?>... options) {
        List<String> names = List.of(options).stream().map(Option::name).toList();
        return looking(new Look(look.importance, look.displayName, look.recommended, names));
    }

    private Option<T> looking(Look changed) {
        return new Option<>(name, defaultValue, spelling, sentence, changed);
    }

    public String name() {
        return name;
    }

    /** The value of a property that has a default or is required. */
    public T of(OptionValues values) {
        return find(values).orElseThrow(() -> new ConfigException("missing property " + name));
    }

    /** The value of a property that may be absent. */
    public Optional<T> find(OptionValues values) {
        Object value = values.get(name);
        return value == null ? Optional.empty() : Optional.of(spelling.read().apply(value));
    }

    /**
     * Reads a text that was written for this option under another name, as an override for one table is.
     *
     * @throws ConfigException naming {@code property}
     */
    public T read(String property, String text) {
        Object value = ConfigDef.parseType(property, text, spelling.type());
        if (value == null) {
            throw new ConfigException(property + ": must have a value");
        }
        try {
            return spelling.read().apply(value);
        } catch (IllegalArgumentException refused) {
            throw new ConfigException(property + ": " + refused.getMessage());
        }
    }

    /** Adds the property to {@code def} as the {@code order}-th of {@code group}. */
    void defineIn(ConfigDef def, String group, int order) {
        String spaced = name.replace('.', ' ').replace('_', ' ');
        String shown = look.displayName == null
                ? spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1)
                : look.displayName;
        Width width = switch (spelling.type()) {
            case LIST, STRING, PASSWORD, CLASS -> Width.LONG;
            case BOOLEAN, INT, SHORT, LONG, DOUBLE -> Width.SHORT;
        };
        def.define(
                name,
                spelling.type(),
                defaultValue,
                spelling,
                look.importance,
                sentence,
                group,
                order,
                width,
                shown,
                look.dependents,
                look.recommended);
    }

    private static List<String> words(Object list) {
        return ((List<?>) list).stream().map(Option::line).toList();
    }

    private static String line(Object text) {
        return Line.of((String) text);
    }

    private static String range(long least, long most) {
        return most == Long.MAX_VALUE || most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most;
    }

    private static void ensureBetween(long least, long most, long value) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(value + " is not accepted; accepted: " + range(least, most));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
