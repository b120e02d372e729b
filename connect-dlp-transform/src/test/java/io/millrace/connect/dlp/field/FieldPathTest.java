// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.dlp.field.FieldPath.Step;
import io.millrace.connect.testkit.Seeded;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPathTest {

    /** What stands where: names and, for every element or value, a wildcard; {@code 'x'} is an entry without a schema. */
    private static List<Step> place(String text) {
        List<Step> steps = new ArrayList<>();
        for (String word : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            steps.add(
                    switch (word) {
                        case "[*]" -> Step.Wildcard.ELEMENTS;
                        case "{*}" -> Step.Wildcard.MAP_VALUES;
                        default ->
                            word.startsWith("'")
                                    ? new Step.Entry(word.substring(1, word.length() - 1))
                                    : new Step.Name(word);
                    });
        }
        return steps;
    }

    /** Patterns, and the places that they cover or do not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a            | a             | true",
                "a            | b             | false",
                "a            | a b c         | true", // what lies inside is covered too
                "a.b          | a             | false",
                "a.b          | a b           | true",
                "a.b          | b             | false",
                "*            | a             | true",
                "*            | [*]           | false", // a name, no element
                "*            | {*}           | true", // any entry of a map
                "*.b          | a b           | true",
                "*.b          | a c b         | false",
                "**           | a             | true",
                "**           | a [*] b {*}   | true",
                "**.b         | b             | true",
                "**.b         | a c b         | true",
                "**.b         | a [*] b       | true",
                "**.b         | a {*} b       | true",
                "**.b         | a c           | false",
                "a.**.b       | a b           | true",
                "a.**.b       | a c d b       | true",
                "a.**.b       | c b           | false",
                "a[*]         | a [*]         | true",
                "a[*]         | a             | false",
                "a[*].b       | a [*] b       | true",
                "a.b          | a [*] b       | true", // as in Cloud DLP a path may leave out that a field is repeated
                "a.b          | a [*] [*] b   | true",
                "a.b          | a {*} b       | false", // but not that it is a map
                "a[*].b       | a b           | false",
                "m{*}         | m {*}         | true",
                "m{*}         | m             | false",
                "m{*}.b       | m {*} b       | true",
                "m{*}         | m 'x'         | true", // without a schema a map may be meant for either
                "m.x          | m 'x'         | true",
                "m.y          | m 'x'         | false",
                "m.*          | m 'x'         | true",
                "m.x          | m {*}         | false",
                "`a.b`        | a.b           | true",
                "a.b          | a.b           | false",
                "`*`          | *             | true",
                "`*`          | a             | false"
            })
    void coversThePlaceAndWhatLiesInIt(String pattern, String place, boolean covered) {
        assertThat(FieldPath.parse(pattern).covers(place(place))).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''       | is empty",
                "a..b     | empty step",
                "a . b    | another syntax",
                "a. b     | another syntax",
                ".a       | empty step",
                "a.       | empty step",
                "a[0]     | '['",
                "a[*]b    | where a dot",
                "a{x}     | '{'",
                "`a       | never closed",
                "a`b      | '`'"
            })
    void saysWhatIsWrongWithAPath(String text, String said) {
        assertThatThrownBy(() -> FieldPath.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "**.a", "a[*]", "m{*}.b"})
    void refusesAPatternWhereOneFieldIsMeant(String pattern) {
        assertThat(FieldPath.parse(pattern).isOne()).isFalse();
        assertThatThrownBy(() -> FieldPath.parseOne(pattern)).hasMessageContaining("may be many fields");
    }

    @Test
    void readsWhatItWrites() {
        Seeded.tries("a path read from its text is the same", 500, random -> {
            FieldPath path = new FieldPath(steps(random));

            assertThat(FieldPath.parse(path.toString())).isEqualTo(path);
        });
    }

    @Test
    void coversThePlaceThatItSpells() {
        Seeded.tries("a path covers its own place and every place within", 500, random -> {
            List<Step> place = new ArrayList<>(steps(random));
            place.removeIf(step -> step == Step.Wildcard.ANY_STEPS || step == Step.Wildcard.ANY_NAME);
            place.add(new Step.Name("end"));
            FieldPath path = new FieldPath(place);
            List<Step> within = new ArrayList<>(place);
            within.add(new Step.Name("x"));

            assertThat(path.covers(place)).isTrue();
            assertThat(path.covers(within)).isTrue();
            assertThat(path.covers(place.subList(0, place.size() - 1))).isFalse();
        });
    }

    private static List<Step> steps(Random random) {
        List<Step> steps = new ArrayList<>();
        int length = 1 + random.nextInt(5);
        for (int i = 0; i < length; i++) {
            steps.add(
                    switch (random.nextInt(8)) {
                        case 0 -> Step.Wildcard.ANY_NAME;
                        case 1 -> Step.Wildcard.ANY_STEPS;
                        case 2 -> Step.Wildcard.ELEMENTS;
                        case 3 -> Step.Wildcard.MAP_VALUES;
                        default -> new Step.Name(name(random));
                    });
        }
        return steps;
    }

    /** Names with everything in them that means something in a path. */
    private static String name(Random random) {
        String alphabet = "ab.`*[]{}é $";
        StringBuilder name = new StringBuilder();
        int length = 1 + random.nextInt(4);
        for (int i = 0; i < length; i++) {
            name.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return name.toString();
    }

    /** Each {@code **} may stand for any number of steps, which are as many ways as there are ways to share the steps. */
    @Test
    @Timeout(10)
    void followsAllWaysThroughAPatternAtOnce() {
        FieldPath pattern = FieldPath.parse("**.".repeat(60) + "x");
        FieldPath other = FieldPath.parse("**.*.".repeat(30) + "x");
        List<Step> deep = place("a " + "b ".repeat(198) + "c");
        List<Step> found = place("a " + "b ".repeat(198) + "x");

        assertThat(pattern.covers(deep)).isFalse();
        assertThat(pattern.covers(found)).isTrue();
        assertThat(other.covers(deep)).isFalse();
        assertThat(other.covers(found)).isTrue();
        assertThatThrownBy(() -> FieldPath.parse("a.".repeat(63) + "x")).hasMessageContaining("more than 63 steps");
    }
}
