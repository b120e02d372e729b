// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.schema.ValueKind;
import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Chooses how values of a kind are written to a column of a type. */
final class ScalarWriters {
    private ScalarWriters() {}

    /**
     * A writer, or null if such a column holds no such values.
     *
     * @param unit what integers count where the column is a time
     */
    static @Nullable ValueWriter of(ValueKind kind, @Nullable Schema schema, ColumnType type, TimeUnit unit) {
        return switch (type) {
            case INT64 -> kind == ValueKind.INTEGER ? new IntegerValue() : integer(Numbers.longs(kind));
            case FLOAT64 -> floating(Numbers.doubles(kind));
            case NUMERIC -> decimal(Numbers.decimals(kind), DecimalValue::numeric);
            case BIGNUMERIC -> decimal(Numbers.decimals(kind), DecimalValue::bignumeric);
            case BOOL -> truth(kind);
            case STRING -> new TextValue(Texts.of(kind, schema));
            case BYTES -> bytes(kind);
            case DATE -> varint(Temporals.days(kind), CivilTime::checkedDays);
            case TIME ->
                varint(
                        Temporals.timeOfDay(kind, unit),
                        micros -> CivilTime.packedTime(CivilTime.checkedTimeOfDay(micros)));
            case DATETIME ->
                varint(
                        Temporals.micros(kind, unit),
                        micros -> CivilTime.packedDatetime(CivilTime.checkedMicros(micros)));
            case TIMESTAMP -> varint(Temporals.micros(kind, unit), CivilTime::checkedMicros);
            case JSON -> json(kind, schema);
            case GEOGRAPHY -> geography(kind);
            case INTERVAL -> interval(kind);
            case RECORD -> null;
        };
    }

    private static @Nullable ValueWriter integer(@Nullable ToLongFunction<Object> longs) {
        return longs == null ? null : new VarintValue(longs);
    }

    private static @Nullable ValueWriter varint(
            @Nullable ToLongFunction<Object> longs, java.util.function.LongUnaryOperator checked) {
        return longs == null ? null : new VarintValue(value -> checked.applyAsLong(longs.applyAsLong(value)));
    }

    private static @Nullable ValueWriter floating(@Nullable ToDoubleFunction<Object> doubles) {
        return doubles == null ? null : new FloatValue(doubles);
    }

    private static @Nullable ValueWriter decimal(
            @Nullable Function<Object, BigDecimal> decimals,
            Function<Function<Object, BigDecimal>, ValueWriter> writer) {
        return decimals == null ? null : writer.apply(decimals);
    }

    private static @Nullable ValueWriter truth(ValueKind kind) {
        return switch (kind) {
            case BOOLEAN -> new VarintValue(value -> (Boolean) value ? 1 : 0);
            case TEXT, UNTYPED -> new VarintValue(value -> truth(value) ? 1 : 0);
            default -> null;
        };
    }

    private static boolean truth(Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        if ("true".equalsIgnoreCase(value.toString())) {
            return true;
        }
        if ("false".equalsIgnoreCase(value.toString())) {
            return false;
        }
        throw new UnfitValueException("the value is neither true nor false");
    }

    private static @Nullable ValueWriter bytes(ValueKind kind) {
        return switch (kind) {
            case BYTES, TEXT, UNTYPED -> new BytesValue();
            default -> null;
        };
    }

    /** A text is the document itself, whether or not a schema calls it JSON. */
    private static ValueWriter json(ValueKind kind, @Nullable Schema schema) {
        return switch (kind) {
            case JSON -> new TextValue(value -> JsonText.document((String) value));
            case TEXT -> new TextValue(value -> (String) value);
            case UNTYPED ->
                new TextValue(value -> value instanceof CharSequence ? value.toString() : JsonText.of(value, null));
            default -> new TextValue(value -> JsonText.of(value, schema));
        };
    }

    private static @Nullable ValueWriter geography(ValueKind kind) {
        return switch (kind) {
            case POINT, GEOMETRY, TEXT -> new TextValue(Texts.geography(kind));
            case UNTYPED -> new TextValue(Texts.of(kind, null));
            default -> null;
        };
    }

    private static @Nullable ValueWriter interval(ValueKind kind) {
        return switch (kind) {
            case INTERVAL -> new TextValue(value -> IntervalText.of((String) value));
            case TEXT -> new TextValue(value -> (String) value);
            case UNTYPED -> new TextValue(Texts.of(kind, null));
            default -> null;
        };
    }
}
