// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.Interval;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** JSON of insertAll and of newline-delimited files as rows, by the documents on loading JSON. */
class JsonRowTest {
    private static TableFieldSchema column(String type, String mode) {
        return new TableFieldSchema().setName("c").setType(type).setMode(mode);
    }

    private static Map<String, @Nullable Object> row(TableFieldSchema column, Map<?, ?> json) {
        return JsonRow.inserted(/* ignoreUnknown= */ false).toRow(List.of(column), json);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("INTEGER", "12", 12L),
                Arguments.of("INTEGER", new BigDecimal("12"), 12L),
                Arguments.of("INTEGER", "9223372036854775807", Long.MAX_VALUE),
                Arguments.of("FLOAT", "NaN", Double.NaN),
                Arguments.of("FLOAT", "-Infinity", Double.NEGATIVE_INFINITY),
                Arguments.of("NUMERIC", "1.50", new BigDecimal("1.50")),
                Arguments.of("BOOLEAN", "true", true),
                Arguments.of("BOOLEAN", false, false),
                Arguments.of("DATE", "2024-02-29", LocalDate.of(2024, 2, 29)),
                Arguments.of("TIME", "01:02:03.5", LocalTime.of(1, 2, 3, 500_000_000)),
                Arguments.of("DATETIME", "2024-01-02T03:04:05", LocalDateTime.of(2024, 1, 2, 3, 4, 5)),
                Arguments.of("TIMESTAMP", "2024-01-02 03:04:05+01:00", Instant.parse("2024-01-02T02:04:05Z")),
                Arguments.of("TIMESTAMP", "2018/08/19 12:11", Instant.parse("2018-08-19T12:11:00Z")),
                Arguments.of("TIMESTAMP", "2018-08-19T07:11:35.220 -05:00", Instant.parse("2018-08-19T12:11:35.220Z")),
                Arguments.of("TIMESTAMP", "2018-07-05T12:54:00 UTC", Instant.parse("2018-07-05T12:54:00Z")),
                Arguments.of("TIMESTAMP", new BigDecimal("1534680695"), Instant.parse("2018-08-19T12:11:35Z")),
                Arguments.of("TIMESTAMP", new BigDecimal("-0.000001"), Instant.parse("1969-12-31T23:59:59.999999Z")),
                Arguments.of("DATETIME", "2024-01-02", LocalDateTime.of(2024, 1, 2, 0, 0)),
                Arguments.of("NUMERIC", new BigDecimal("1.5"), new BigDecimal("1.5")),
                Arguments.of("INTERVAL", "1-2 3 4:5:6.5", new Interval(14, 3, 14_706_500_000L)),
                Arguments.of("GEOGRAPHY", "POINT(1 2)", "POINT(1 2)"),
                Arguments.of("TIMESTAMP", "2024-01-02T03:04:05.123456Z", Instant.parse("2024-01-02T03:04:05.123456Z")),
                Arguments.of("JSON", "{\"a\": 1}", "{\"a\": 1}"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aScalarIsReadFromItsTextAndFromItself(String type, Object json, Object value) {
        assertThat(row(column(type, "NULLABLE"), Map.of("C", json))).containsEntry("c", value);
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER, 1.5",
        "INTEGER, 9223372036854775808",
        "INTEGER, many",
        "BOOLEAN, maybe",
        "DATE, 2023-02-29",
        "TIME, 24:00:00",
        "TIMESTAMP, soon",
        "NUMERIC, one",
        "BYTES, '#'",
        "BYTES, YQ",
        "DATE, 2024-1-2",
        "DATE, 20240102",
        "TIME, 1:02:03",
        "TIME, 01:02",
        "DATETIME, 2024-01-02 03:04",
        "DATETIME, 2024-01-02T03:04:05Z",
        "TIMESTAMP, 2024-01-02",
        "TIMESTAMP, 1534680695",
        "TIMESTAMP, 2024-01-02T03:04:05.1234567Z",
        "GEOGRAPHY, somewhere",
        "INTERVAL, an hour",
        "JSON, {a}",
        "INTEGER, 1.0"
    })
    void whatIsNoneIsNamedByItsFieldAndNotByItsValue(String type, String text) {
        assertThatThrownBy(() -> row(column(type, "NULLABLE"), Map.of("c", text)))
                .isInstanceOfSatisfying(RowProblem.class, bad -> {
                    assertThat(bad.location()).isEqualTo("c");
                    assertThat(bad.text()).contains("Field: c").doesNotContain(text);
                });
    }

    static Stream<Arguments> jsonNumbersThatAreNone() {
        return Stream.of(
                Arguments.of("INTEGER", new BigDecimal("9007199254740992")),
                Arguments.of("INTEGER", new BigDecimal("1.0")),
                Arguments.of("NUMERIC", new BigDecimal("12345678901234567.89")),
                Arguments.of("STRING", new BigDecimal("1")),
                Arguments.of("BOOLEAN", new BigDecimal("1")),
                Arguments.of("DATE", new BigDecimal("19000")),
                Arguments.of("FLOAT", new BigDecimal("1e400")),
                Arguments.of("STRING", true),
                Arguments.of("JSON", Map.of("a", 1)),
                Arguments.of("JSON", new BigDecimal("1")));
    }

    @ParameterizedTest
    @MethodSource("jsonNumbersThatAreNone")
    void whatAnInsertWouldHaveToGuessIsRefused(String type, Object json) {
        assertThatThrownBy(() -> row(column(type, "NULLABLE"), Map.of("c", json)))
                .isInstanceOf(RowProblem.class);
    }

    @Test
    void aFilesJsonColumnHoldsTheValueItselfAndItsIntervalIsIso() {
        JsonRow lines = JsonRow.loaded(/* ignoreUnknown= */ false);

        assertThat(lines.toRow(List.of(column("JSON", "NULLABLE")), Map.of("c", List.of("x"))))
                .containsEntry("c", "[\"x\"]");
        assertThat(lines.toRow(List.of(column("JSON", "NULLABLE")), Map.of("c", "{}")))
                .containsEntry("c", "\"{}\"");
        assertThat(lines.toRow(List.of(column("INTERVAL", "NULLABLE")), Map.of("c", "P-1Y0M-3DT-1H0M0.000001S")))
                .containsEntry("c", new Interval(-12, -3, -3_599_999_999L));
        assertThatThrownBy(() -> lines.toRow(List.of(column("INTERVAL", "NULLABLE")), Map.of("c", "1-2 3 4:5:6")))
                .isInstanceOf(RowProblem.class);
    }

    @Test
    void aRepeatedFieldIsAnArrayWithoutNulls() {
        TableFieldSchema list = column("INTEGER", "REPEATED");

        assertThat(row(list, Map.of("c", List.of("1", "2")))).containsEntry("c", List.of(1L, 2L));
        Map<String, Object> absent = new HashMap<>();
        absent.put("c", null);
        assertThat(row(list, absent)).containsEntry("c", List.of());
        assertThatThrownBy(() -> row(list, Map.of("c", Arrays.asList("1", null))))
                .hasMessageContaining("Only optional fields can be set to NULL");
        assertThatThrownBy(() -> row(list, Map.of("c", "1"))).hasMessageContaining("imported as a JSON array");
        assertThatThrownBy(() -> row(column("INTEGER", "NULLABLE"), Map.of("c", List.of("1"))))
                .hasMessageContaining("Array specified for non-repeated field");
    }

    @Test
    void aFieldInsideARecordIsNamedByItsPath() {
        TableFieldSchema record = column("RECORD", "NULLABLE")
                .setFields(List.of(new TableFieldSchema()
                        .setName("inner")
                        .setType("INTEGER")
                        .setMode("REQUIRED")));

        assertThat(row(record, Map.of("c", Map.of("inner", "1")))).containsEntry("c", Map.of("inner", 1L));
        assertThatThrownBy(() -> row(record, Map.of("c", Map.of())))
                .hasMessageContaining("Missing required field: c.inner");
        assertThatThrownBy(() -> row(record, Map.of("c", Map.of("inner", "1", "more", "2"))))
                .hasMessageContaining("no such field: c.more");
        assertThatThrownBy(() -> row(record, Map.of("c", "1"))).hasMessageContaining("c is a record");
    }

    @Test
    void unknownFieldsAreLeftOutWhereThatIsWanted() {
        Map<String, @Nullable Object> row = JsonRow.inserted(/* ignoreUnknown= */ true)
                .toRow(List.of(column("INTEGER", "NULLABLE")), Map.of("c", "1", "d", "2"));

        assertThat(row).containsOnlyKeys("c");
    }

    @Test
    void aRequiredFieldMayBeMissingWhereItHasADefault() {
        TableFieldSchema column = column("INTEGER", "REQUIRED").setDefaultValueExpression("7");

        assertThat(row(column, Map.of())).isEmpty();
        assertThatThrownBy(() -> row(column("INTEGER", "REQUIRED"), Map.of())).isInstanceOf(RowProblem.class);
    }

    @Test
    void bytesAreBase64InBothAlphabets() {
        assertThat((byte[]) JsonRow.scalar(FieldType.BYTES, "+/8=")).containsExactly(0xfb, 0xff);
        assertThat((byte[]) JsonRow.scalar(FieldType.BYTES, "-_8=")).containsExactly(0xfb, 0xff);
    }
}
