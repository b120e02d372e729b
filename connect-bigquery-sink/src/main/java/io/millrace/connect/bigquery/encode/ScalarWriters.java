// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.Limits;
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
     * @param image of what the value is a part
     */
    static @Nullable ValueWriter of(
            ValueKind kind, @Nullable Schema schema, Column column, TimeUnit unit, Image image) {
        Limits limits = column.limits();
        return switch (column.type()) {
            case INT64 -> kind == ValueKind.INTEGER ? new IntegerValue() : integer(Numbers.longs(kind));
            case FLOAT64 -> floating(Numbers.doubles(kind));
            case NUMERIC -> decimal(Numbers.decimals(kind), limits, DecimalValue::numeric);
            case BIGNUMERIC -> decimal(Numbers.decimals(kind), limits, DecimalValue::bignumeric);
            case BOOL -> integer(Truth.of(kind));
            case STRING -> new TextValue(Lengths.checkedText(Texts.of(kind, schema), limits));
            case BYTES -> bytes(kind, limits);
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
            case JSON -> new TextValue(JsonText.documents(kind, schema, image));
            case GEOGRAPHY -> text(Geography.of(kind));
            case INTERVAL -> text(intervals(kind));
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
            Limits limits,
            Function<Function<Object, BigDecimal>, ValueWriter> writer) {
        return decimals == null ? null : writer.apply(Lengths.checkedDecimal(decimals, limits));
    }

    private static @Nullable ValueWriter bytes(ValueKind kind, Limits limits) {
        return switch (kind) {
            case BYTES, TEXT, UNTYPED -> new BytesValue(limits);
            default -> null;
        };
    }

    private static @Nullable ValueWriter text(@Nullable Function<Object, String> texts) {
        return texts == null ? null : new TextValue(texts);
    }

    private static @Nullable Function<Object, String> intervals(ValueKind kind) {
        return switch (kind) {
            case INTERVAL -> value -> IntervalText.of((String) value);
            case TEXT -> value -> IntervalText.read((String) value);
            case UNTYPED -> Texts.of(kind, null).andThen(IntervalText::read);
            default -> null;
        };
    }
}
