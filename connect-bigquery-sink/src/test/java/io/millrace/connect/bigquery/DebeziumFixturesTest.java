// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.change.RecordFormat;
import io.millrace.connect.bigquery.encode.Decoded;
import io.millrace.connect.bigquery.encode.Encoding;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.schema.NullElements;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real Debezium connector emitted for a table of every PostgreSQL type lands as the database meant it. */
class DebeziumFixturesTest {
    private final Encoding encoding = Encoding.nulls(NullElements.SKIP);
    private final Fixtures fixtures = Fixtures.withSchemas();

    @Test
    void insertedRowOfAllTypesLandsTyped() {
        Map<String, Object> row = encoding.row(fixtures.debezium("all_types-01-c"));

        assertThat(row)
                .containsEntry("id", 1L)
                .containsEntry("num", new BigDecimal("12345678901234567890123456789.123456789"))
                .containsEntry("num_free", new BigDecimal("1.5"))
                .containsEntry("num_big", "1234567890123456789012345678901234567890.12345678901234567890")
                .containsEntry("f4", 1.5)
                .containsEntry("b", true)
                .containsEntry("ts", LocalDateTime.parse("2024-01-02T03:04:05.123456"))
                .containsEntry("ts3", LocalDateTime.parse("2024-01-02T03:04:05.123"))
                .containsEntry("tstz", Instant.parse("2024-01-02T01:04:05.123456Z"))
                .containsEntry("d", LocalDate.of(2024, 2, 29))
                .containsEntry("t", LocalTime.parse("23:59:59.999999"))
                .containsEntry("ttz", LocalTime.parse("21:59:59.999999"))
                .containsEntry("iv", 37_091_106_500_000L)
                .containsEntry("j", "{\"a\":[1,2]}")
                .containsEntry("txt", "text ü")
                .containsEntry("ba", "AQID/w==")
                .containsEntry("bits", "qg==")
                .containsEntry("m", "happy")
                .containsEntry("mon", new BigDecimal("12.34"))
                .containsEntry("ai", List.of(1L, 2L))
                .containsEntry("at", List.of("a", "b c"))
                .containsEntry("an", List.of(new BigDecimal("1.1"), new BigDecimal("2.2")))
                .containsEntry("ats", List.of(Instant.parse("2024-01-02T03:04:05Z")))
                .containsEntry("pt", "POINT(1.5 2.5)")
                .containsEntry("rng", "[1,10)")
                .containsEntry("__op", "c")
                .containsEntry("__deleted", false)
                .containsEntry("__source_ts", Instant.parse("2026-11-22T10:21:37.171193Z"))
                .containsEntry("__sequence", "800001a202c69329/0000000000000000");
    }

    @ParameterizedTest
    @CsvSource({
        "num, NUMERIC",
        "num_free, BIGNUMERIC",
        "num_big, STRING",
        "i2, INT64",
        "f4, FLOAT64",
        "ts, DATETIME",
        "ts3, DATETIME",
        "tstz, TIMESTAMP",
        "d, DATE",
        "t, TIME",
        "ttz, TIME",
        "iv, INT64",
        "j, JSON",
        "jb, JSON",
        "u, STRING",
        "ba, BYTES",
        "bits, BYTES",
        "m, STRING",
        "mon, NUMERIC",
        "xml_, STRING",
        "pt, GEOGRAPHY",
        "hs, STRING",
        "__op, STRING",
        "__deleted, BOOL",
        "__source_ts, TIMESTAMP",
        "__sequence, STRING"
    })
    void columnsHaveTheDatabasesTypesAndAreNullableBecauseADeleteMayLackThem(String column, ColumnType type) {
        List<Column> columns =
                encoding.shapeOf(fixtures.debezium("all_types-01-c")).columns();

        assertThat(columns)
                .filteredOn(found -> found.name().equals(column))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.type()).isEqualTo(type);
                    assertThat(found.mode()).isEqualTo(ColumnMode.NULLABLE);
                });
    }

    @Test
    void valuesBefore1970AreRight() {
        Map<String, Object> row = encoding.row(fixtures.debezium("all_types-02-u"));

        assertThat(row)
                .containsEntry("ts", LocalDateTime.parse("1969-12-31T23:59:59.999999"))
                .containsEntry("d", LocalDate.of(1, 1, 1))
                .containsEntry("num", new BigDecimal("1E-9"))
                .doesNotContainKey("j");
    }

    @ParameterizedTest
    @CsvSource({
        "all_types-04-u, column tstz is TIMESTAMP",
        "all_types-05-u, column d is DATE",
        "pgflat/all_types-01-flat, column d is DATE"
    })
    void infinityIsARowErrorThatNamesTheColumn(String fixture, String message) {
        assertThatThrownBy(() -> encoding.row(fixtures.debezium(fixture)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("9999");
    }

    @Test
    void deleteIsARowOfTheOldImage() {
        SinkRecord insert = fixtures.debezium("plain-01-c");
        SinkRecord delete = fixtures.debezium("plain-03-d");

        assertThat(encoding.shapeOf(delete)).as("one table").isSameAs(encoding.shapeOf(insert));
        assertThat(encoding.row(insert))
                .containsEntry("id", 1L)
                .containsEntry("price", new BigDecimal("9.99"))
                .containsEntry("updated_at", Instant.parse("2024-01-02T03:04:05Z"));
        assertThat(encoding.row(delete))
                .containsEntry("id", 1L)
                .containsEntry("__op", "d")
                .containsEntry("__deleted", true)
                .doesNotContainKeys("name", "price");
    }

    @Test
    void sequencesOrderTheChangesOfATable() {
        List<String> sequences = List.of("plain-01-c", "plain-02-u", "plain-03-d").stream()
                .map(name -> (String) encoding.row(fixtures.debezium(name)).get("__sequence"))
                .toList();

        assertThat(sequences).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void flattenedRecordsSayTheSameAsEnvelopes() {
        Map<String, Object> updated = encoding.row(fixtures.debezium("pgflat/all_types-04-flat"));
        Map<String, Object> deleted = encoding.row(fixtures.debezium("pgflat/all_types-05-flat"));

        assertThat(updated)
                .containsEntry("ts", Instant.parse("2024-01-02T03:04:05.123Z"))
                .containsEntry("iv", "1-2 3 4:5:6.5")
                .containsEntry("__op", "u")
                .containsEntry("__deleted", false)
                .containsEntry("__table", "all_types")
                .containsEntry("__lsn", 22397512L)
                .containsEntry("__source_ts", Instant.parse("2026-11-22T10:24:01.949Z"));
        assertThat(deleted).containsEntry("__op", "d").containsEntry("__deleted", true);
        assertThat((String) deleted.get("__sequence")).isGreaterThan((String) updated.get("__sequence"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"all_types-01-c", "plain-01-c", "plain-02-u", "plain-03-d"})
    void envelopesWithoutSchemaAreUnderstoodToo(String fixture) {
        Map<String, Object> typed = encoding.row(fixtures.debezium(fixture));

        Map<String, Object> untyped = encoding.row(Fixtures.withoutSchemas().debezium(fixture));

        for (String column : List.of("id", "__op", "__deleted", "__source_ts", "__sequence")) {
            assertThat(untyped.get(column)).as(column).isEqualTo(typed.get(column));
        }
        assertThat(untyped.get("after")).isNull();
    }

    @Test
    void plainFormatKeepsTheEnvelope() {
        Map<String, Object> row = Encoding.reading(RecordFormat.PLAIN).row(fixtures.debezium("plain-02-u"));

        assertThat(Decoded.at(row, "after.name")).isEqualTo("m");
        assertThat(Decoded.at(row, "source.lsn")).isEqualTo(22391008L);
        assertThat(row).containsEntry("op", "u").doesNotContainKey("__op");
    }

    @Test
    void schemaOfAFixtureIsTranslatedOnce() {
        SinkRecord one = fixtures.debezium("all_types-01-c");
        SinkRecord other = Fixtures.withSchemas().debezium("all_types-02-u");

        assertThat(one.valueSchema()).isNotSameAs(other.valueSchema());
        assertThat(encoding.shapeOf(other)).isSameAs(encoding.shapeOf(one));
    }
}
