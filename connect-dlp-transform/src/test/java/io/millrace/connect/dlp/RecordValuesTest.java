// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.masking;
import static io.millrace.connect.dlp.Transforms.record;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values at the edges of what records hold. */
class RecordValuesTest {
    private static @Nullable Object masked(@Nullable Schema schema, Object value, String... properties) {
        return requireNonNull(masking(properties).apply(record(schema, value))).value();
    }

    private static String[] bucketing(String buckets) {
        return new String[] {
            "rules", "m", "rules.m.fields", "**", "rules.m.transform", "bucketing", "rules.m.buckets", buckets
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E-999999999", "1E999999999", "-1E-999999999"})
    void emptiesNumbersThatWouldFillTheMemoryWhenWrittenOut(String number) {
        String[] buckets = {
            "rules", "m", "rules.m.fields", "**", "rules.m.transform", "fixed-size-bucketing",
            "rules.m.lower.bound", "-5", "rules.m.upper.bound", "90", "rules.m.bucket.size", "10"
        };

        Assertions.assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> assertThat(masked(Schema.STRING_SCHEMA, number, buckets)).isEqualTo(""));
    }

    @Test
    void emptiesDecimalsThatWouldFillTheMemoryWhenWrittenOut() {
        Schema schema = Decimal.schema(999_999_999);

        Object masked = masked(
                schema,
                new BigDecimal("1E-999999999"),
                "rules",
                "m",
                "rules.m.fields",
                "**",
                "rules.m.transform",
                "crypto-hash");

        assertThat(masked).isEqualTo("");
    }

    @ParameterizedTest
    @CsvSource({"Adams, A-M", "Mann, N-Z", "Zuse, N-Z", "adams, ''"})
    void putsTextIntoBucketsOfText(String name, String bucket) {
        assertThat(masked(Schema.STRING_SCHEMA, name, bucketing("A..M=A-M,M..Zz=N-Z")))
                .isEqualTo(bucket);
    }

    @ParameterizedTest
    @CsvSource({"2019-12-31, ''", "2020-01-01, early", "2020-06-30T23:59:59Z, early", "2020-07-01, late"})
    void putsDatesIntoBucketsOfDates(String date, String bucket) {
        assertThat(masked(Schema.STRING_SCHEMA, date, bucketing("2020-01-01..2020-07-01=early,2020-07-01..=late")))
                .isEqualTo(bucket);
    }

    @Test
    void hasNoYearInATimeOfDay() {
        Schema schema = SchemaBuilder.struct().field("at", Time.SCHEMA).build();
        String[] year = {
            "rules", "m", "rules.m.fields", "at", "rules.m.transform", "time-part", "rules.m.part.to.extract"
        };

        Struct value = new Struct(schema).put("at", new Date(3_600_000L * 13));

        assertThat(((Struct) requireNonNull(masked(schema, value, with(year, "YEAR")))).get("at"))
                .isNull();
        assertThat(((Struct) requireNonNull(masked(schema, value, with(year, "HOUR_OF_DAY")))).get("at"))
                .isEqualTo(13);
    }

    private static String[] with(String[] options, String last) {
        String[] all = java.util.Arrays.copyOf(options, options.length + 1);
        all[options.length] = last;
        return all;
    }

    @Test
    void emptiesADateThatWouldBeShiftedBeyondFourDigits() {
        Object masked = masked(
                Schema.STRING_SCHEMA,
                "9999-12-31",
                "rules",
                "m",
                "rules.m.fields",
                "**",
                "rules.m.transform",
                "date-shift",
                "rules.m.lower.bound.days",
                "1",
                "rules.m.upper.bound.days",
                "9");

        assertThat(masked).isEqualTo("");
    }

    @Test
    void takesAMapWithoutASchemaForAMapToo() {
        Object masked = masked(
                null,
                Map.of("tags", Map.of("a", "x", "b", "y"), "id", "z"),
                "rules",
                "m",
                "rules.m.fields",
                "tags{*}",
                "rules.m.transform",
                "redact");

        assertThat(masked).isEqualTo(Map.of("tags", Map.of("a", "", "b", ""), "id", "z"));
    }

    @ParameterizedTest
    @CsvSource({"2024-01-01, true", "2024-03-01, false", "2024-02-01T00:00:00Z, true", "2024-02-01T00:00:01Z, false"})
    void comparesMomentsWithDatesInConditions(String since, boolean holds) {
        Schema schema = SchemaBuilder.struct()
                .field("born", Timestamp.SCHEMA)
                .field("name", Schema.STRING_SCHEMA)
                .build();
        Struct value = new Struct(schema)
                .put("born", Date.from(Instant.parse("2024-02-01T00:00:00Z")))
                .put("name", "Ann");

        SinkRecord record = requireNonNull(masking(
                        "rules",
                        "m",
                        "rules.m.fields",
                        "name",
                        "rules.m.transform",
                        "redact",
                        "rules.m.condition",
                        "born >= " + since)
                .apply(record(schema, value)));

        assertThat(((Struct) record.value()).getString("name")).isEqualTo(holds ? "" : "Ann");
    }

    @Test
    void aRecordOfAnotherSchemaThanItsOwnIsToldSo() {
        Schema said = SchemaBuilder.struct()
                .field("a", Schema.STRING_SCHEMA)
                .field("b", Schema.STRING_SCHEMA)
                .build();
        Struct value = new Struct(
                        SchemaBuilder.struct().field("a", Schema.STRING_SCHEMA).build())
                .put("a", "x");

        Assertions.assertThrows(
                DataException.class,
                () -> masked(said, value, "rules", "m", "rules.m.fields", "**", "rules.m.transform", "redact"));
    }
}
