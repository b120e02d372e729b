// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

class OptionTest {
    private enum Fruit {
        PEAR,
        BLOOD_ORANGE
    }

    private static final Option<String> NAME = Option.required("name.of.it", "What it is called.");
    private static final Option<Fruit> FRUIT = Option.choice("fruit", Fruit.BLOOD_ORANGE, "Which fruit.");
    private static final Option<Fruit> SECOND = Option.choice("second", Fruit.class, "Another one.");
    private static final Option<Set<Fruit>> BASKET =
            Option.choices("basket", Fruit.class, Set.of(Fruit.PEAR), "What is in it.");
    private static final Option<Duration> RIPE =
            Option.millis("ripe.ms", Duration.ofSeconds(2), Duration.ZERO, Duration.ofMinutes(1), "How long it takes.");
    private static final Option<Map<String, String>> WHERE = Option.map("where", "What grows where.");
    private static final Option<Password> SECRET = Option.secret("secret", "The recipe.");

    private static final List<OptionGroup> GROUPS = List.of(
            OptionGroup.of("First", NAME, FRUIT.dependents(SECOND), SECOND),
            OptionGroup.of("Second", BASKET, RIPE.shownAs("Ripening (ms)"), WHERE, SECRET));

    private static OptionValues parse(String... pairs) {
        var properties = new java.util.HashMap<>(Map.of("name.of.it", "x"));
        for (int i = 0; i < pairs.length; i += 2) {
            properties.put(pairs[i], pairs[i + 1]);
        }
        return OptionValues.parse(OptionGroup.configDef(GROUPS), properties);
    }

    @Test
    void takeOneOfTheirWordsWhateverItsCase() {
        Option<String> word = Option.word("mode", List.of("append", "upsert"), "Which mode.");

        assertThat(word.read("mode", " Upsert ")).isEqualTo("upsert");
        assertThat(OptionGroup.configDef(List.of(OptionGroup.of("All", word))).defaultValues())
                .containsEntry("mode", "append");
        assertThatThrownBy(() -> word.read("mode", "insert"))
                .hasMessage("mode: 'insert' is not accepted; accepted: append, upsert");
    }

    @Test
    void areCheckedAmongOthersByValidationOnly() {
        Option<String> less = Option.string("less", "a", "The first.").checkedAmong((name, values) -> {
            if (String.valueOf(values.get("more")).compareTo(String.valueOf(values.get(name))) < 0) {
                throw new ConfigException(name + " must not come after more");
            }
        });
        Option<String> more = Option.string("more", "b", "The last.");
        ConfigDef def = new ConfigDef();
        def.embed("at.", "At", 0, OptionGroup.configDef(List.of(OptionGroup.of("All", less, more))));

        assertThat(def.validate(Map.of("at.less", "c")))
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .singleElement()
                .satisfies(value -> assertThat(value.name()).isEqualTo("at.less"))
                .satisfies(value -> assertThat(value.errorMessages()).containsExactly("less must not come after more"));
        assertThat(def.validate(Map.of()))
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
        assertThat(def.parse(Map.of("at.less", "c"))).containsEntry("at.less", "c");
    }

    @Test
    void readsDefaultsWhereNothingIsWritten() {
        OptionValues values = parse();

        assertThat(FRUIT.of(values)).isEqualTo(Fruit.BLOOD_ORANGE);
        assertThat(SECOND.find(values)).isEmpty();
        assertThat(BASKET.of(values)).containsExactly(Fruit.PEAR);
        assertThat(RIPE.of(values)).isEqualTo(Duration.ofSeconds(2));
        assertThat(WHERE.of(values)).isEmpty();
        assertThat(SECRET.find(values)).isEmpty();
    }

    @Test
    void readsWhatIsWrittenIntoTypes() {
        OptionValues values = parse(
                "fruit", "Pear", "second", "blood-orange", "basket", "none", "ripe.ms", "1500", "where", "a:b, c:d:e");

        assertThat(FRUIT.of(values)).isEqualTo(Fruit.PEAR);
        assertThat(SECOND.of(values)).isEqualTo(Fruit.BLOOD_ORANGE);
        assertThat(BASKET.of(values)).isEmpty();
        assertThat(RIPE.of(values)).isEqualTo(Duration.ofMillis(1500));
        assertThat(WHERE.of(values)).containsExactly(Map.entry("a", "b"), Map.entry("c", "d:e"));
    }

    @Test
    void namesThePropertyWhatWasFoundAndWhatIsAccepted() {
        assertThatThrownBy(() -> parse("fruit", "apple"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("fruit: 'apple' is not accepted; accepted: pear, blood-orange");
        assertThatThrownBy(() -> parse("ripe.ms", "60001"))
                .hasMessage("ripe.ms: 60001 is not accepted; accepted: 0 to 60000");
        assertThatThrownBy(() -> parse("where", "here")).hasMessageStartingWith("where: 'here' is not accepted");
        assertThatThrownBy(() -> parse("where", "a:b,a:c")).hasMessage("where: 'a' is given twice");
        assertThatThrownBy(() -> parse("name.of.it", " ")).hasMessageContaining("name.of.it");
    }

    @Test
    void takesAnEmptyTextAsNotWritten() {
        OptionValues values = parse("fruit", "", "second", " ", "ripe.ms", "", "where", "", "secret", "");

        assertThat(FRUIT.of(values)).isEqualTo(Fruit.BLOOD_ORANGE);
        assertThat(SECOND.find(values)).isEmpty();
        assertThat(RIPE.of(values)).isEqualTo(Duration.ofSeconds(2));
        assertThat(SECRET.find(values)).isEmpty();
    }

    @Test
    void readsATextWrittenUnderAnotherName() {
        assertThat(RIPE.read("ripe.pear.ms", "7")).isEqualTo(Duration.ofMillis(7));
        assertThatThrownBy(() -> RIPE.read("ripe.pear.ms", "-1")).hasMessageStartingWith("ripe.pear.ms: -1 is not");
    }

    @Test
    void tellsConnectEverythingAUserInterfaceNeeds() {
        ConfigDef def = OptionGroup.configDef(GROUPS);
        Map<String, ConfigDef.ConfigKey> keys = def.configKeys();

        ConfigDef.ConfigKey fruit = requireNonNull(keys.get("fruit"));
        assertThat(fruit.group).isEqualTo("First");
        assertThat(fruit.orderInGroup).isEqualTo(2);
        assertThat(fruit.dependents).containsExactly("second");
        assertThat(fruit.displayName).isEqualTo("Fruit");
        assertThat(fruit.documentation).isEqualTo("Which fruit.");
        assertThat(fruit.recommender.validValues("fruit", Map.of())).containsExactly("pear", "blood-orange");
        assertThat(requireNonNull(keys.get("ripe.ms")).displayName).isEqualTo("Ripening (ms)");
        assertThat(requireNonNull(keys.get("secret")).type).isEqualTo(ConfigDef.Type.PASSWORD);
        assertThat(def.groups()).containsExactly("First", "Second");
    }
}
