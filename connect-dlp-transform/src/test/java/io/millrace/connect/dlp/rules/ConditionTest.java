// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.dlp.field.FieldPath;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionTest {

    private static boolean holds(String condition, Map<String, Object> record) {
        return Condition.parse(condition).holds((FieldPath field) -> record.get(field.toString()));
    }

    static Stream<Arguments> comparisons() {
        return Stream.of(
                // numbers compare as numbers, whatever their type
                Arguments.of("x = 85", 85, true),
                Arguments.of("x == 85.0", 85L, true),
                Arguments.of("x != 85", 85, false),
                Arguments.of("x > 9", (short) 10, true),
                Arguments.of("x >= 10", new BigDecimal("9.99"), false),
                Arguments.of("x < 1e3", 999.5, true),
                Arguments.of("x <= 5", (byte) 5, true),
                Arguments.of("x = ten", 10, false),
                Arguments.of("x != ten", 10, false), // of another type: the comparison is false
                Arguments.of("x > 0", Double.NaN, false),
                // text compares as text
                Arguments.of("x = DE", "DE", true),
                Arguments.of("x = 'D E'", "D E", true),
                Arguments.of("x = \"a && b\"", "a && b", true),
                Arguments.of("x > B", "C", true),
                Arguments.of("x = 10", "10.0", false),
                // and as a number where it is compared to one: to a whole number if it is whole
                Arguments.of("x = 20", "20", true),
                Arguments.of("x != 20", "020", false),
                Arguments.of("x > 18", "20", true),
                Arguments.of("x > 18", "9", false),
                Arguments.of("x < 18", "9", true),
                Arguments.of("x <= -5", "-10", true),
                Arguments.of("x > 18", "abc", false),
                Arguments.of("x != 18", "abc", false),
                Arguments.of("x > 18", "", false),
                Arguments.of("x > 18", "9".repeat(101), false),
                Arguments.of("x > 18.0", "18.5", true),
                Arguments.of("x >= 9.5", "10", true),
                Arguments.of("x = 20.0", "twenty", false),
                Arguments.of("x > '18'", "9", true), // a text in quotes
                Arguments.of("x = '20'", 20, true),
                // truth, whatever the case
                Arguments.of("x = TRUE", true, true),
                Arguments.of("x != true", false, true),
                // moments by the calendar
                Arguments.of("x = 1970-01-01", new Date(0), true),
                Arguments.of("x > 2024-02-29T12:00Z", Date.from(Instant.parse("2024-02-29T12:00:01Z")), true),
                Arguments.of("x >= 2024-02-29T12:00+01:00", Date.from(Instant.parse("2024-02-29T10:59:59Z")), false),
                Arguments.of("x > yesterday", new Date(), false),
                // presence
                Arguments.of("x exists", 0, true),
                Arguments.of("x EXISTS", null, false),
                Arguments.of("x = 1", null, false),
                Arguments.of("x != 1", null, false), // a missing field makes its comparison false
                // what is no value
                Arguments.of("x = 1", new byte[] {1}, false));
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void comparesByTheTypeOfTheValue(String condition, @Nullable Object value, boolean holds) {
        Map<String, Object> record = new HashMap<>();
        if (value != null) {
            record.put("x", value);
        }

        assertThat(holds(condition, record)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a = 1 && b = 2           | true",
                "a = 1 AND b = 2          | true",
                "a = 1 and b = 3          | false",
                "a = 0 && b = 2           | false",
                "after.c = 'x and y'      | true",
                "after.c = 'x and y' && a exists && b > 1 | true"
            })
    void holdsWhenAllTermsDo(String condition, boolean holds) {
        assertThat(holds(condition, Map.of("a", 1, "b", 2, "after.c", "x and y")))
                .isEqualTo(holds);
    }

    @Test
    void aConditionThatNobodyWouldWriteIsRefused() {
        assertThatThrownBy(() -> Condition.parse("a = 1" + " && a = 1".repeat(20_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("180005 characters")
                .hasMessageContaining("up to 10000");
    }

    @Test
    void alwaysHoldsWithoutTerms() {
        assertThat(Condition.ALWAYS.holds(field -> null)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a                | condition term 'a'",
                "a =              | condition term 'a ='",
                "a ~ b            | condition term 'a ~ b'",
                "a = 1 or b = 2   | condition term",
                "a = 1 &&         | condition term",
                "**.a = 1         | may be many fields",
                "a..b = 1         | empty step"
            })
    void saysWhichTermIsWrong(String condition, String said) {
        assertThatThrownBy(() -> Condition.parse(condition))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }
}
