// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import io.millrace.connect.kit.debezium.DebeziumTypes;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** What the values of a Connect schema mean: its type, or the logical type of Connect or Debezium that it is named for. */
public enum ValueKind {
    BOOLEAN,
    /** INT8 to INT64, also Debezium's Year, MicroDuration and NanoDuration. */
    INTEGER,
    FLOAT,
    /** Also Debezium's Uuid, Enum, Xml, Ltree and what else is text. */
    TEXT,
    /** byte[] or ByteBuffer; also Debezium's Bits. */
    BYTES,
    /** BigDecimal. */
    DECIMAL,
    /** Debezium's struct of scale and unscaled value. */
    VARIABLE_DECIMAL,
    /** Days since 1970. */
    DAYS,
    /** java.util.Date at midnight UTC. */
    CONNECT_DATE,
    /** Since midnight. */
    TIME_MILLIS,
    TIME_MICROS,
    TIME_NANOS,
    /** java.util.Date on the first day of 1970 UTC. */
    CONNECT_TIME,
    /** A clock reading without zone, as if the zone were UTC, since 1970. */
    LOCAL_MILLIS,
    LOCAL_MICROS,
    LOCAL_NANOS,
    /** java.util.Date. */
    CONNECT_TIMESTAMP,
    /** ISO 8601 text with an offset. */
    ZONED_TIMESTAMP,
    ZONED_TIME,
    /** ISO 8601 text whose offset, if there is one, says nothing. */
    ISO_DATE,
    ISO_TIME,
    ISO_TIMESTAMP,
    /** Text that holds JSON. */
    JSON,
    /** Text that joins the members of a set with commas. */
    ENUM_SET,
    /** ISO 8601 duration with years to seconds. */
    INTERVAL,
    /** Debezium's struct of x and y. */
    POINT,
    /** Debezium's struct of well-known binary. */
    GEOMETRY,
    STRUCT,
    ARRAY,
    MAP,
    /** There is no schema: the value's class says what it is. */
    UNTYPED;

    private static final Map<String, ValueKind> LOGICAL_INT32 = Map.of(
            Date.LOGICAL_NAME,
            CONNECT_DATE,
            Time.LOGICAL_NAME,
            CONNECT_TIME,
            DebeziumTypes.DATE,
            DAYS,
            DebeziumTypes.TIME,
            TIME_MILLIS);
    private static final Map<String, ValueKind> LOGICAL_INT64 = Map.of(
            Timestamp.LOGICAL_NAME,
            CONNECT_TIMESTAMP,
            DebeziumTypes.MICRO_TIME,
            TIME_MICROS,
            DebeziumTypes.NANO_TIME,
            TIME_NANOS,
            DebeziumTypes.TIMESTAMP,
            LOCAL_MILLIS,
            DebeziumTypes.MICRO_TIMESTAMP,
            LOCAL_MICROS,
            DebeziumTypes.NANO_TIMESTAMP,
            LOCAL_NANOS);
    private static final Map<String, ValueKind> LOGICAL_STRING = Map.of(
            DebeziumTypes.ZONED_TIMESTAMP, ZONED_TIMESTAMP,
            DebeziumTypes.ZONED_TIME, ZONED_TIME,
            DebeziumTypes.ISO_DATE, ISO_DATE,
            DebeziumTypes.ISO_TIME, ISO_TIME,
            DebeziumTypes.ISO_TIMESTAMP, ISO_TIMESTAMP,
            DebeziumTypes.INTERVAL, INTERVAL,
            DebeziumTypes.JSON, JSON,
            DebeziumTypes.ENUM_SET, ENUM_SET);
    private static final Map<String, ValueKind> LOGICAL_STRUCT = Map.of(
            DebeziumTypes.VARIABLE_SCALE_DECIMAL, VARIABLE_DECIMAL,
            DebeziumTypes.POINT, POINT,
            DebeziumTypes.GEOMETRY, GEOMETRY,
            DebeziumTypes.GEOGRAPHY, GEOMETRY);

    /** A logical name on another type than its own says nothing. */
    public static ValueKind of(@Nullable Schema schema) {
        if (schema == null) {
            return UNTYPED;
        }
        String name = schema.name() == null ? "" : schema.name();
        return switch (schema.type()) {
            case BOOLEAN -> BOOLEAN;
            case INT8, INT16 -> INTEGER;
            case INT32 -> LOGICAL_INT32.getOrDefault(name, INTEGER);
            case INT64 -> LOGICAL_INT64.getOrDefault(name, INTEGER);
            case FLOAT32, FLOAT64 -> FLOAT;
            case STRING -> LOGICAL_STRING.getOrDefault(name, TEXT);
            case BYTES -> name.equals(Decimal.LOGICAL_NAME) ? DECIMAL : BYTES;
            case STRUCT -> LOGICAL_STRUCT.getOrDefault(name, STRUCT);
            case ARRAY -> ARRAY;
            case MAP -> MAP;
        };
    }

    /** The kind by the logical types of {@code logical.types=kcbq} alone. */
    public ValueKind asKcbqKnowsIt() {
        return switch (this) {
            case TIME_NANOS, LOCAL_NANOS -> INTEGER;
            case ZONED_TIME, ISO_DATE, ISO_TIME, ISO_TIMESTAMP, JSON, ENUM_SET, INTERVAL -> TEXT;
            case POINT, GEOMETRY -> STRUCT;
            case BOOLEAN,
                    INTEGER,
                    FLOAT,
                    TEXT,
                    BYTES,
                    DECIMAL,
                    VARIABLE_DECIMAL,
                    DAYS,
                    CONNECT_DATE,
                    TIME_MILLIS,
                    TIME_MICROS,
                    CONNECT_TIME,
                    LOCAL_MILLIS,
                    LOCAL_MICROS,
                    CONNECT_TIMESTAMP,
                    ZONED_TIMESTAMP,
                    STRUCT,
                    ARRAY,
                    MAP,
                    UNTYPED -> this;
        };
    }
}
