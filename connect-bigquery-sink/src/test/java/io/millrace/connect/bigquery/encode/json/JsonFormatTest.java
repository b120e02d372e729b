// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.json;

import static io.millrace.connect.bigquery.model.ColumnMode.NULLABLE;
import static io.millrace.connect.bigquery.model.ColumnMode.REPEATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.connect.bigquery.encode.Encoding;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The very texts of rows. */
class JsonFormatTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static String row(JsonDialect dialect, Map<String, ?> record, Column... live) {
        Encoding encoding = new Encoding().as(new JsonFormat(dialect));
        byte[] bytes = encoding.encode(Encoding.record(null, record), new TableShape(List.of(live)))
                .bytes();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The text of a column's value. */
    private static String value(JsonDialect dialect, ColumnType type, Object value) {
        String row = row(dialect, Map.of("f", value), Column.of("f", type, NULLABLE));
        return row.substring("{\"f\":".length(), row.length() - 1);
    }

    private static String value(ColumnType type, Object value) {
        return value(JsonDialect.INSERT_ALL, type, value);
    }

    @ParameterizedTest
    @CsvSource({
        "INT64, 0, 0",
        "INT64, -1, -1",
        "INT64, 9007199254740991, 9007199254740991",
        "INT64, -9007199254740991, -9007199254740991",
        "INT64, 9007199254740992, '\"9007199254740992\"'",
        "INT64, -9223372036854775808, '\"-9223372036854775808\"'",
        "INT64, 9223372036854775807, '\"9223372036854775807\"'",
        "FLOAT64, NaN, '\"NaN\"'",
        "FLOAT64, -inf, '\"-Infinity\"'",
        "FLOAT64, Infinity, '\"Infinity\"'",
        "FLOAT64, 1e300, 1.0E300",
        "BOOL, true, true",
        "BOOL, false, false",
        "NUMERIC, -99999999999999999999999999999.999999999, '\"-99999999999999999999999999999.999999999\"'",
        "NUMERIC, 1e28, '\"10000000000000000000000000000.000000000\"'",
        "NUMERIC, 0e-1000000000, '\"0.000000000\"'",
        "DATE, 0001-01-01, '\"0001-01-01\"'",
        "DATE, 9999-12-31, '\"9999-12-31\"'",
        "TIME, 00:00:00, '\"00:00:00\"'",
        "TIME, 23:59:59.000001, '\"23:59:59.000001\"'",
        "DATETIME, 0001-01-01 00:00:00, '\"0001-01-01 00:00:00\"'",
        "DATETIME, 9999-12-31 23:59:59.999999, '\"9999-12-31 23:59:59.999999\"'",
        "TIMESTAMP, 1969-12-31 23:59:59.999999, '\"1969-12-31 23:59:59.999999Z\"'",
        "TIMESTAMP, 2024-02-29 12:00:00.5+02:00, '\"2024-02-29 10:00:00.500000Z\"'",
        "BYTES, AAEC/w==, '\"AAEC/w==\"'",
        "GEOGRAPHY, POINT(1 2), '\"POINT(1 2)\"'"
    })
    void valuesHaveTheTextsThatBigQueryReads(ColumnType type, String value, String text) {
        assertThat(value(type, value)).isEqualTo(text);
        assertThat(value(JsonDialect.LINES, type, value)).isEqualTo(text);
    }

    @Test
    void aBignumericIsWrittenToItsLastDigit() {
        BigDecimal most = new BigDecimal(BigInteger.ONE.shiftLeft(255).subtract(BigInteger.ONE), 38);

        assertThat(value(ColumnType.BIGNUMERIC, most)).isEqualTo('"' + most.toPlainString() + '"');
        assertThatThrownBy(() -> value(ColumnType.BIGNUMERIC, new BigDecimal(BigInteger.ONE.shiftLeft(255), 38)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column f is BIGNUMERIC");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "\u0000\u0001\u0007\b\t\n\u000b\f\r\u001e\u001f\u007f",
                "\" \\ / ' < > &",
                "é ß ж 日本 \u0085 \u2027 \u202a \ufeff \uffff",
                "🎈\uD83D\uDE00\uDBFF\uDFFF"
            })
    void textsAreEscapedWhereJsonWantsIt(String text) throws Exception {
        String written = value(ColumnType.STRING, text);

        assertThat(JSON.readValue(written, String.class)).isEqualTo(text);
        assertThat(written.chars()).noneMatch(c -> c < 0x20);
    }

    @Test
    void textsHaveNothingThatLooksLikeTheEndOfALine() {
        assertThat(value(ColumnType.STRING, "a\nb\rc\u2028d\u2029e")).isEqualTo("\"a\\nb\\rc\\u2028d\\u2029e\"");
    }

    @ParameterizedTest
    @CsvSource({"'\uD83C', '\"?\"'", "'a\uDF88b', '\"a?b\"'", "'\uDF88\uD83C', '\"??\"'"})
    void halfACharacterIsAQuestionMark(String text, String written) {
        assertThat(value(ColumnType.STRING, text)).isEqualTo(written);
    }

    @Test
    void aLongTextGrowsTheBufferWhateverItIsMadeOf() throws Exception {
        String text = ("x".repeat(5_000) + "\u0001é🎈").repeat(50) + "\u0002".repeat(20_000);

        assertThat(JSON.readValue(value(ColumnType.STRING, text), String.class)).isEqualTo(text);
    }

    @Test
    void insertAllTakesTheTextOfADocumentAndAFileTheDocument() {
        String document = "{\"a\":\n[1, 2.50,\r\n\"\\n\"]}";

        assertThat(value(JsonDialect.INSERT_ALL, ColumnType.JSON, document))
                .isEqualTo("\"{\\\"a\\\":\\n[1, 2.50,\\r\\n\\\"\\\\n\\\"]}\"");
        assertThat(value(JsonDialect.LINES, ColumnType.JSON, document)).isEqualTo("{\"a\": [1, 2.50,  \"\\n\"]}");
        assertThat(value(JsonDialect.LINES, ColumnType.JSON, "\"text\"")).isEqualTo("\"text\"");
        assertThat(value(JsonDialect.LINES, ColumnType.JSON, Map.of("a", 1))).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "{\"a\":1}}", "{} {}", "nul", "{'a':1}"})
    void aTextThatIsNoDocumentIsRefusedBeforeItSpoilsAFile(String text) {
        assertThatThrownBy(() -> value(JsonDialect.LINES, ColumnType.JSON, text))
                .isInstanceOf(DataException.class)
                .hasMessage("column f is JSON: the text is no JSON");
    }

    @ParameterizedTest
    @CsvSource({
        "1-2 3 4:5:6.5, P1Y2M3DT4H5M6.5S",
        "-1-2 -3 -4:5:6.000001, P-1Y-2M-3DT-4H-5M-6.000001S",
        "0-0 0 0:0:0, P0Y0M0DT0H0M0S",
        "10000-0 3660000 87840000:0:0, P10000Y0M3660000DT87840000H0M0S",
        "1-2, P1Y2M0DT0H0M0S",
        "3 4:5:6, P0Y0M3DT4H5M6S",
        "P1Y2M3DT4H5M6.5S, P1Y2M3DT4H5M6.5S"
    })
    void aFileHasIntervalsByIso8601(String text, String written) {
        assertThat(value(JsonDialect.LINES, ColumnType.INTERVAL, text)).isEqualTo('"' + written + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "1-2 3 4:5", "soon", "10001-0 0 0:0:0"})
    void aTextThatIsNoIntervalIsRefusedBeforeItSpoilsAFile(String text) {
        assertThatThrownBy(() -> value(JsonDialect.LINES, ColumnType.INTERVAL, text))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column f is INTERVAL");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsEmptyAndWhatIsAbsent(JsonDialect dialect) {
        Column[] live = {
            Column.of("a", ColumnType.STRING, REPEATED),
            Column.of("größe '", ColumnType.STRING, NULLABLE),
            Column.record("r", NULLABLE, List.of(Column.of("x", ColumnType.INT64, NULLABLE))),
            Column.record("l", REPEATED, List.of(Column.of("x", ColumnType.INT64, NULLABLE)))
        };
        Map<String, @Nullable Object> record = new HashMap<>();
        record.put("a", List.of());
        record.put("r", Map.of());
        record.put("l", Arrays.asList(Map.of(), Map.of("x", 1)));

        assertThat(row(dialect, Map.of(), live)).isEqualTo("{}");
        assertThat(row(dialect, record, live)).contains("\"a\":[]", "\"r\":{}", "\"l\":[{},{\"x\":1}]");
        assertThat(row(dialect, Map.of("größe '", ""), live)).isEqualTo("{\"größe '\":\"\"}");
    }

    @Test
    void rowsAndRequestsOfInsertAllHaveTenMegabytesAndLinesAHundred() {
        assertThat(new JsonFormat(JsonDialect.INSERT_ALL).mostBytes()).isBetween(9_900_000, 10_000_000 - 1_000);
        assertThat(new JsonFormat(JsonDialect.LINES).mostBytes()).isLessThan(100_000_000);
    }
}
