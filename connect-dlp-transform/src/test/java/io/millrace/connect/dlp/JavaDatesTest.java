// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.masking;
import static io.millrace.connect.dlp.Transforms.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The dates and times that JDBC and java.time have, which sources and transforms hand out as they are. */
class JavaDatesTest {
    private static final long MILLIS = Instant.parse("2024-05-17T00:00:00Z").toEpochMilli();

    static Stream<Object> dates() {
        return Stream.of(
                new java.util.Date(MILLIS),
                new java.sql.Date(MILLIS),
                new java.sql.Timestamp(MILLIS),
                Instant.ofEpochMilli(MILLIS),
                LocalDate.parse("2024-05-17"),
                LocalDateTime.parse("2024-05-17T00:00"),
                OffsetDateTime.parse("2024-05-17T00:00Z"),
                ZonedDateTime.parse("2024-05-17T00:00Z[UTC]"));
    }

    private static Object masked(Object value, String... rule) {
        String[] all = new String[rule.length + 4];
        System.arraycopy(rule, 0, all, 4, rule.length);
        all[0] = "rules";
        all[1] = "r";
        all[2] = "rules.r.fields";
        all[3] = "v";
        SinkRecord out = Objects.requireNonNull(masking(all).apply(record(null, Map.of("v", value))));
        return String.valueOf(((Map<?, ?>) out.value()).get("v"));
    }

    @ParameterizedTest
    @MethodSource("dates")
    void haveParts(Object date) {
        assertThat(masked(date, "rules.r.transform", "time-part", "rules.r.part.to.extract", "YEAR"))
                .isEqualTo("2024");
        assertThat(masked(date, "rules.r.transform", "time-part", "rules.r.part.to.extract", "DAY_OF_MONTH"))
                .isEqualTo("17");
    }

    @ParameterizedTest
    @MethodSource("dates")
    void haveHashes(Object date) {
        assertThat(masked(date, "rules.r.transform", "crypto-hash").toString()).hasSize(44);
    }

    @ParameterizedTest
    @MethodSource("dates")
    void fallIntoBuckets(Object date) {
        assertThat(masked(date, "rules.r.transform", "bucketing", "rules.r.buckets", "2024-01-01..2025-01-01=now"))
                .isEqualTo("now");
    }

    @ParameterizedTest
    @MethodSource("dates")
    void areShifted(Object date) {
        assertThat(masked(
                                date,
                                "rules.r.transform",
                                "date-shift",
                                "rules.r.lower.bound.days",
                                "3",
                                "rules.r.upper.bound.days",
                                "3")
                        .toString())
                .containsAnyOf("2024-05-20", "May 20");
    }

    @ParameterizedTest
    @MethodSource("dates")
    void areCompared(Object date) {
        assertThat(masked(date, "rules.r.transform", "redact", "rules.r.condition", "v > 2024-05-16"))
                .isIn("", "null");
        assertThat(masked(date, "rules.r.transform", "redact", "rules.r.condition", "v > 2024-05-18"))
                .isEqualTo(date.toString());
    }

    @Test
    void areDatesWithASchemaToo() {
        Schema schema = SchemaBuilder.struct()
                .field("d", Date.SCHEMA)
                .field("t", Time.SCHEMA)
                .field("at", Timestamp.SCHEMA)
                .build();
        Struct value = new Struct(schema)
                .put("d", new java.sql.Date(MILLIS))
                .put("t", new java.sql.Time(3_600_000))
                .put("at", new java.sql.Timestamp(MILLIS));

        SinkRecord masked = masking(
                        "rules", "year,hour",
                        "rules.year.fields", "d,at",
                        "rules.year.transform", "time-part",
                        "rules.year.part.to.extract", "YEAR",
                        "rules.year.condition", "d >= 2024-05-17",
                        "rules.hour.fields", "t",
                        "rules.hour.transform", "time-part",
                        "rules.hour.part.to.extract", "HOUR_OF_DAY")
                .apply(record(schema, value));
        Struct out = (Struct) Objects.requireNonNull(masked).value();

        assertThat(out.get("d")).isEqualTo("2024"); // text, for what the condition leaves
        assertThat(out.get("at")).isEqualTo("2024");
        assertThat(out.get("t")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "Infinity, > 10, true",
        "Infinity, < 10, false",
        "-Infinity, < 10, true",
        "-Infinity, > 10, false",
        "NaN, > 10, false",
        "NaN, < 10, false",
        "11, > 10, true"
    })
    void floatingNumbersAreComparedToTheirEnds(double value, String condition, boolean holds) {
        Object out = masked(value, "rules.r.transform", "redact", "rules.r.condition", "v " + condition);

        assertThat(out.equals(String.valueOf(value))).isEqualTo(!holds);
    }
}
