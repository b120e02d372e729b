// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.schema.ColumnTypeRule;
import io.millrace.connect.bigquery.schema.Compatibility;
import io.millrace.connect.bigquery.schema.DecimalType;
import io.millrace.connect.bigquery.schema.EpochUnit;
import io.millrace.connect.bigquery.schema.LogicalTypes;
import io.millrace.connect.bigquery.schema.TypeSettings;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code integer.timestamp.unit}: insertAll counts seconds, the Storage Write API microseconds. */
class IntegerTimestampsTest {
    private static final Column TS = Column.of("ts", ColumnType.TIMESTAMP, ColumnMode.NULLABLE);

    @ParameterizedTest
    @CsvSource({
        "SECONDS, 1700000000, 2023-11-14T22:13:20Z",
        "MILLIS, 1700000000123, 2023-11-14T22:13:20.123Z",
        "MICROS, 1700000000123456, 2023-11-14T22:13:20.123456Z",
        "NANOS, 1700000000123456789, 2023-11-14T22:13:20.123456Z",
        "SECONDS, -1, 1969-12-31T23:59:59Z",
        "NANOS, -1, 1969-12-31T23:59:59.999999Z",
    })
    void integersForATimestampCountTheUnit(EpochUnit unit, long count, Instant expected) {
        Encoding encoding = counting(unit);
        Schema schema = Encoding.struct("ts", Schema.INT64_SCHEMA);

        assertThat(encoding.row(Encoding.record(null, Map.of("ts", count)), TS)).containsEntry("ts", expected);
        assertThat(encoding.row(
                        Encoding.record(schema, new org.apache.kafka.connect.data.Struct(schema).put("ts", count)), TS))
                .containsEntry("ts", expected);
    }

    @Test
    void integersCountMicrosecondsWhereNothingIsSet() {
        assertThat(new Encoding().row(Encoding.record(null, Map.of("ts", 1_700_000_000)), TS))
                .containsEntry("ts", Instant.parse("1970-01-01T00:28:20Z"));
    }

    @Test
    void columnTypesGoFirstAndOtherColumnsOfTimeKeepMicroseconds() {
        Encoding encoding = counting(EpochUnit.SECONDS, "ts=TIMESTAMP(millis)");
        Column datetime = Column.of("dt", ColumnType.DATETIME, ColumnMode.NULLABLE);

        assertThat(encoding.row(Encoding.record(null, Map.of("ts", 1_000, "dt", 1_000_000)), TS, datetime))
                .isEqualTo(Map.of(
                        "ts", Instant.parse("1970-01-01T00:00:01Z"), "dt", LocalDateTime.parse("1970-01-01T00:00:01")));
    }

    @Test
    void fractionsOfAUnitAreTakenAsFarAsTheyAreMicroseconds() {
        Encoding encoding = counting(EpochUnit.SECONDS);

        assertThat(encoding.row(Encoding.record(null, Map.of("ts", new BigDecimal("1700000000.25"))), TS))
                .containsEntry("ts", Instant.parse("2023-11-14T22:13:20.25Z"));
        assertThat(encoding.row(Encoding.record(null, Map.of("ts", 1.7E9)), TS))
                .containsEntry("ts", Instant.parse("2023-11-14T22:13:20Z"));
        assertThatThrownBy(() -> encoding.row(Encoding.record(null, Map.of("ts", new BigDecimal("0.0000001"))), TS))
                .isInstanceOf(DataException.class);
    }

    @Test
    void timesThatSecondsCannotBeAreRowErrors() {
        assertThatThrownBy(() ->
                        counting(EpochUnit.SECONDS).row(Encoding.record(null, Map.of("ts", 1_700_000_000_000L)), TS))
                .isInstanceOf(DataException.class)
                .hasMessage("column ts is TIMESTAMP: the time lies outside 0001-01-01 00:00:00 to 9999-12-31"
                        + " 23:59:59.999999");
    }

    private static Encoding counting(EpochUnit unit, String... columnTypes) {
        return Encoding.of(new TypeSettings(
                TypeSettings.DEFAULT.decimalType(),
                TypeSettings.DEFAULT.zonelessTimestampType(),
                TypeSettings.DEFAULT.mapFormat(),
                TypeSettings.DEFAULT.nullElements(),
                List.of(columnTypes).stream().map(ColumnTypeRule::parse).toList(),
                new Compatibility(LogicalTypes.ALL, DecimalType.AUTO, unit)));
    }
}
