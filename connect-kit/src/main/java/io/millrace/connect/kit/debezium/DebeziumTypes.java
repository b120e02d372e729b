// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.debezium;

/**
 * The names that Debezium gives to the schemas of its types
 * (debezium.io/documentation/reference/3.3/connectors/postgresql.html#postgresql-data-types, 2026-08).
 */
public final class DebeziumTypes {
    /** Days since 1970, INT32. */
    public static final String DATE = "io.debezium.time.Date";

    /** Milliseconds since midnight, INT32. */
    public static final String TIME = "io.debezium.time.Time";

    /** Microseconds since midnight, INT64. */
    public static final String MICRO_TIME = "io.debezium.time.MicroTime";

    /** Nanoseconds since midnight, INT64. */
    public static final String NANO_TIME = "io.debezium.time.NanoTime";

    /** Milliseconds since 1970 without a zone, INT64. */
    public static final String TIMESTAMP = "io.debezium.time.Timestamp";

    /** Microseconds since 1970 without a zone, INT64. */
    public static final String MICRO_TIMESTAMP = "io.debezium.time.MicroTimestamp";

    /** Nanoseconds since 1970 without a zone, INT64. */
    public static final String NANO_TIMESTAMP = "io.debezium.time.NanoTimestamp";

    /** ISO 8601 with an offset. */
    public static final String ZONED_TIMESTAMP = "io.debezium.time.ZonedTimestamp";

    /** ISO 8601 with an offset. */
    public static final String ZONED_TIME = "io.debezium.time.ZonedTime";

    /** ISO 8601. */
    public static final String ISO_DATE = "io.debezium.time.IsoDate";

    /** ISO 8601. */
    public static final String ISO_TIME = "io.debezium.time.IsoTime";

    /** ISO 8601. */
    public static final String ISO_TIMESTAMP = "io.debezium.time.IsoTimestamp";

    /** ISO 8601: {@code P1Y2M3DT4H5M6.78S}. */
    public static final String INTERVAL = "io.debezium.time.Interval";

    /** Microseconds, INT64. */
    public static final String MICRO_DURATION = "io.debezium.time.MicroDuration";

    /** Nanoseconds, INT64. */
    public static final String NANO_DURATION = "io.debezium.time.NanoDuration";

    /** INT32. */
    public static final String YEAR = "io.debezium.time.Year";

    /** A JSON text. */
    public static final String JSON = "io.debezium.data.Json";

    /** A text. */
    public static final String UUID = "io.debezium.data.Uuid";

    /** A text. */
    public static final String XML = "io.debezium.data.Xml";

    /** A text; its parameter {@code allowed} says which. */
    public static final String ENUM = "io.debezium.data.Enum";

    /** Texts with commas between. */
    public static final String ENUM_SET = "io.debezium.data.EnumSet";

    /** Bytes, the lowest first. */
    public static final String BITS = "io.debezium.data.Bits";

    /** A struct of {@code scale} and {@code value}. */
    public static final String VARIABLE_SCALE_DECIMAL = "io.debezium.data.VariableScaleDecimal";

    /** A struct of {@code x}, {@code y} and well-known binary. */
    public static final String POINT = "io.debezium.data.geometry.Point";

    /** A struct of well-known binary and {@code srid}. */
    public static final String GEOMETRY = "io.debezium.data.geometry.Geometry";

    /** As {@link #GEOMETRY}. */
    public static final String GEOGRAPHY = "io.debezium.data.geometry.Geography";

    private DebeziumTypes() {}
}
