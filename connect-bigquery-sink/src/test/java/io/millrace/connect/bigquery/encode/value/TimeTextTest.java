// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.encode.Encoding;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of dates and times as BigQuery's literals, its load formats and ISO 8601 write them. */
class TimeTextTest {
    private final Encoding encoding = new Encoding();

    @ParameterizedTest
    @CsvSource({
        "2024-05-19 10:00:00 UTC, 2024-05-19T10:00:00Z",
        "2024-05-19 10:00:00 America/Los_Angeles, 2024-05-19T17:00:00Z",
        "2008-12-25 15:30:00 America/Los_Angeles, 2008-12-25T23:30:00Z",
        "2014-09-27 12:30:00.45 America/Argentina/Buenos_Aires, 2014-09-27T15:30:00.45Z",
        "2014-09-27T12:30:00.45 Etc/UTC, 2014-09-27T12:30:00.45Z",
        "2024-05-19 10:00:00 EST, 2024-05-19T15:00:00Z",
        "2024-05-19 10:00:00 EST5EDT, 2024-05-19T14:00:00Z",
        "2024-05-19 10:00:00 Etc/GMT+5, 2024-05-19T15:00:00Z",
        "2024-03-10 02:30:00 America/Los_Angeles, 2024-03-10T10:30:00Z",
        "2024-11-03 01:30:00 America/Los_Angeles, 2024-11-03T08:30:00Z",
        "2024-05-19 10:00:00-8, 2024-05-19T18:00:00Z",
        "2024-05-19 10:00:00-08, 2024-05-19T18:00:00Z",
        "2024-05-19 10:00:00-8:15, 2024-05-19T18:15:00Z",
        "2024-05-19 10:00:00+3:00, 2024-05-19T07:00:00Z",
        "2024-05-19 10:00:00+5:30, 2024-05-19T04:30:00Z",
        "2024-05-19 10:00:00+07:5, 2024-05-19T02:55:00Z",
        "2024-05-19 10:00:00-0800, 2024-05-19T18:00:00Z",
        "2024-05-19 10:00:00 -08:00, 2024-05-19T18:00:00Z",
        "2024-05-19 10:00:00+00, 2024-05-19T10:00:00Z",
        "2024-05-19 10:00:00 +0000, 2024-05-19T10:00:00Z",
        "1844-01-01 00:00:00-15:13:42, 1844-01-01T15:13:42Z",
        "2024-5-9 1:02:03+00, 2024-05-09T01:02:03Z",
        "2024-5-9 1:2:3.4, 2024-05-09T01:02:03.4Z",
        "2024-5-9, 2024-05-09T00:00:00Z",
        "2024-12-31 UTC, 2024-12-31T00:00:00Z",
        "2024-05-19T10:00:00z, 2024-05-19T10:00:00Z",
        "2024-05-19t10:00:00.123456, 2024-05-19T10:00:00.123456Z",
        "2024-05-19 10:00:00Z, 2024-05-19T10:00:00Z",
        "2018/08/19T12:11, 2018-08-19T12:11:00Z",
        "2018-08-19 12:11, 2018-08-19T12:11:00Z",
        "2016-12-31 23:59:60 UTC, 2017-01-01T00:00:00Z",
        "0001-01-01 00:00:00, 0001-01-01T00:00:00Z",
        "9999-12-31 23:59:59.999999, 9999-12-31T23:59:59.999999Z",
    })
    void timestampTextsAreRead(String text, Instant expected) {
        assertThat(read(ColumnType.TIMESTAMP, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2014-09-27 12:30:00.45, 2014-09-27T12:30:00.45",
        "2014-09-27T12:30:00.45, 2014-09-27T12:30:00.45",
        "2014-09-27t12:30:00, 2014-09-27T12:30",
        "2024-5-9 1:02:03, 2024-05-09T01:02:03",
        "2024-5-9, 2024-05-09T00:00",
        "2024-05-19 10:00:00 America/Los_Angeles, 2024-05-19T17:00",
    })
    void datetimeTextsAreRead(String text, LocalDateTime expected) {
        assertThat(read(ColumnType.DATETIME, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"2014-09-27, 2014-09-27", "2024-5-9, 2024-05-09", "2024-05-9, 2024-05-09", "2024-2-29, 2024-02-29"})
    void dateTextsAreRead(String text, LocalDate expected) {
        assertThat(read(ColumnType.DATE, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "12:30:00.45, 12:30:00.45",
        "9:05:00, 09:05",
        "9:5:0, 09:05",
        "00:00:00, 00:00",
        "23:59:59.999999, 23:59:59.999999"
    })
    void timeTextsAreRead(String text, LocalTime expected) {
        assertThat(read(ColumnType.TIME, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "infinity",
                "24-05-19",
                "2024-13-01",
                "2023-2-29",
                "2024-05-190",
                "2024-05/19",
                "20240519",
                "10000-01-01",
                "2024-05-19 ",
                " 2024-05-19",
                "2024-05-19T",
                "2024-05-19  10:00:00",
                "2024-05-19T 10:00:00",
                "2024-05-19 24:00:00",
                "2024-05-19 10:60:00",
                "2024-05-19 10:00:61",
                "2024-05-19 10:00:60.5",
                "2024-05-19 10:00:00.",
                "2024-05-19 10:00:00Z ",
                "2024-05-19 10:00:00 Z",
                "2024-05-19 10:00:00UTC",
                "2024-05-19 10:00:00 Mars/Olympus",
                "2024-05-19 10:00:00 utc",
                "2024-05-19 10:00:00+530",
                "2024-05-19 10:00:00+5:60",
                "2024-05-19 10:00:00+19:00",
                "2024-05-19 10:00:00-",
                "0001-01-01 00:00:00+1",
                "1700000000"
            })
    void textsThatAreNoTimestampAreRowErrorsWithoutTheText(String text) {
        assertThatThrownBy(() -> read(ColumnType.TIMESTAMP, text))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("column f is TIMESTAMP: the ")
                .satisfies(error -> {
                    if (text.length() > 5) {
                        assertThat(error.getMessage()).doesNotContain(text);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"9:05:00 America/Los_Angeles", "24:00:00", "23:59:60", "9", "2024-05-19 9:05:00"})
    void textsThatAreNoTimeAreRowErrors(String text) {
        assertThatThrownBy(() -> read(ColumnType.TIME, text)).isInstanceOf(DataException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-05-19 10:00:00", "2024-5", "2024-05-32"})
    void textsThatAreNoDateAreRowErrors(String text) {
        assertThatThrownBy(() -> read(ColumnType.DATE, text)).isInstanceOf(DataException.class);
    }

    /** With and without a schema. */
    private @Nullable Object read(ColumnType type, String text) {
        Column live = Column.of("f", type, ColumnMode.NULLABLE);
        Map<String, Object> row = encoding.row(Encoding.record(null, Map.of("f", text)), live);
        assertThat(encoding.row(Encoding.field(Schema.STRING_SCHEMA, text), live))
                .isEqualTo(row);
        return row.get("f");
    }
}
