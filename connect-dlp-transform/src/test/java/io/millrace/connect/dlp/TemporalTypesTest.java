// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.masking;
import static io.millrace.connect.dlp.Transforms.record;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every type of date and time that Connect and Debezium have, under the transformations that read dates and times. */
class TemporalTypesTest {
    private static final String CONNECT = "org.apache.kafka.connect.data.";

    private static Schema schema(String type) {
        String name = type.startsWith("Connect") ? CONNECT + type.substring(7) : "io.debezium.time." + type;
        SchemaBuilder schema = switch (type) {
            case "Date", "Time", "ConnectDate", "ConnectTime" -> SchemaBuilder.int32();
            case "ZonedTime", "ZonedTimestamp", "IsoDate", "IsoTime", "IsoTimestamp" -> SchemaBuilder.string();
            default -> SchemaBuilder.int64();
        };
        return schema.name(name).build();
    }

    private static Object value(String type, String text) {
        Schema schema = schema(type);
        if (schema.type() == Schema.Type.STRING) {
            return text;
        }
        long number = Long.parseLong(text.replace("_", ""));
        if (type.startsWith("Connect")) {
            return new Date(number);
        }
        return schema.type() == Schema.Type.INT32 ? (Object) (int) number : (Object) number;
    }

    private static SinkRecord masked(String type, String text, String... options) {
        String[] properties = new String[options.length + 4];
        System.arraycopy(new String[] {"rules", "m", "rules.m.fields", "**"}, 0, properties, 0, 4);
        System.arraycopy(options, 0, properties, 4, options.length);
        return requireNonNull(masking(properties).apply(record(schema(type), value(type, text))));
    }

    /**
     * Type, value, part and what is read; nothing where the part has no meaning for the type, and 0, which is an emptied
     * number, where it has none for the value.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ConnectDate | 86400000 | DAY_OF_MONTH | 2",
                "ConnectDate | -86400000 | YEAR | 1969",
                "ConnectTime | 45296000 | HOUR_OF_DAY | 12",
                "ConnectTime | 45296000 | YEAR | ",
                "ConnectTimestamp | -1 | YEAR | 1969",
                "ConnectTimestamp | -1 | HOUR_OF_DAY | 23",
                "Date | 0 | DAY_OF_WEEK | 4",
                "Date | -1 | DAY_OF_MONTH | 31",
                "Date | -719528 | YEAR | 0",
                "Date | -1 | HOUR_OF_DAY | 0",
                "Time | 45_296_789 | HOUR_OF_DAY | 12",
                "Time | 86_399_999 | HOUR_OF_DAY | 23",
                "Time | 45_296_789 | YEAR | ",
                "Time | 45_296_789 | MONTH | ",
                "MicroTime | 45_296_789_123 | HOUR_OF_DAY | 12",
                "MicroTime | 45_296_789_123 | DAY_OF_WEEK | ",
                "MicroTime | -3_600_000_000 | HOUR_OF_DAY | 0",
                "MicroTime | 3_020_399_000_000 | HOUR_OF_DAY | 0",
                "NanoTime | 45_296_789_123_456 | HOUR_OF_DAY | 12",
                "NanoTime | 45_296_789_123_456 | WEEK_OF_YEAR | ",
                "Timestamp | -1 | MONTH | 12",
                "Timestamp | 1_700_000_000_000 | HOUR_OF_DAY | 22",
                "MicroTimestamp | -1 | YEAR | 1969",
                "MicroTimestamp | 1_700_000_000_000_000 | WEEK_OF_YEAR | 46",
                "NanoTimestamp | -1 | DAY_OF_MONTH | 31",
                "NanoTimestamp | 1_700_000_000_000_000_000 | HOUR_OF_DAY | 22",
                "ZonedTimestamp | 2023-11-14T22:13:20.123456Z | YEAR | 2023",
                "ZonedTimestamp | 1931-02-03T04:05:06+02:00 | HOUR_OF_DAY | 4",
                "ZonedTime | 22:13:20Z | HOUR_OF_DAY | 22",
                "ZonedTime | 22:13:20.123456+02:00 | HOUR_OF_DAY | 22",
                "ZonedTime | 22:13:20Z | YEAR | ''",
                "IsoDate | 1931-02-03Z | MONTH | 2",
                "IsoTime | 04:05:06Z | HOUR_OF_DAY | 4",
                "IsoTimestamp | 1931-02-03T04:05:06Z | DAY_OF_MONTH | 3",
            })
    void readsThePartOfEveryTemporalType(String type, String text, String part, @Nullable String expected) {
        SinkRecord masked = masked(type, text, "rules.m.transform", "time-part", "rules.m.part.to.extract", part);

        assertThat(masked.value() == null ? null : masked.value().toString()).isEqualTo(expected);
        boolean number = expected != null && schema(type).type() != Schema.Type.STRING;
        assertThat(masked.valueSchema().type())
                .isEqualTo(number ? Schema.Type.INT32 : schema(type).type());
    }

    /** Type, value, and the value a hundred days later; nothing where a date is missing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ConnectDate | -86400000 | 8553600000",
                "ConnectTime | 45296000 | ",
                "ConnectTimestamp | -1 | 8639999999",
                "Date | -1 | 99",
                "Date | -719528 | -719428",
                "Time | 45_296_789 | ",
                "MicroTime | 45_296_789_123 | ",
                "MicroTime | -3_600_000_000 | ",
                "NanoTime | 45_296_789_123_456 | ",
                "Timestamp | -1 | 8639999999",
                "MicroTimestamp | -1 | 8639999999999",
                "NanoTimestamp | -1 | 8639999999999999",
                "ZonedTimestamp | 1969-12-31T23:59:59.999999+02:00 | 1970-04-10T23:59:59.999999+02:00",
                "ZonedTime | 22:13:20Z | ''",
                "IsoDate | 1969-12-31Z | 1970-04-10Z",
                "IsoTime | 04:05:06Z | ''",
                "IsoTimestamp | 1969-12-31T04:05:06Z | 1970-04-10T04:05:06Z",
            })
    void shiftsTheDateOfEveryTypeThatHasOne(String type, String text, @Nullable String expected) {
        SinkRecord masked = masked(
                type,
                text,
                "rules.m.transform",
                "date-shift",
                "rules.m.lower.bound.days",
                "100",
                "rules.m.upper.bound.days",
                "100");

        assertThat(masked.value()).isEqualTo(expected == null || expected.isEmpty() ? expected : value(type, expected));
        assertThat(masked.valueSchema().type()).isEqualTo(schema(type).type());
    }

    @Test
    void givesATimeTheSameTokenHoweverItIsWritten() {
        String[] hash = {"rules.m.transform", "crypto-hash"};

        Object token = masked("ConnectTime", "45296000", hash).value();

        assertThat(masked("Time", "45_296_000", hash).value()).isEqualTo(token);
        assertThat(masked("MicroTime", "45_296_000_000", hash).value()).isEqualTo(token);
        assertThat(masked("NanoTime", "45_296_000_000_000", hash).value()).isEqualTo(token);
        assertThat(masked("MicroTime", "-45_296_000_000", hash).value()).isNotEqualTo(token);
    }
}
