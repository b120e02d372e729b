// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.encode.value.CivilTime;
import io.millrace.connect.bigquery.encode.value.DecimalRange;
import io.millrace.connect.bigquery.encode.value.Geography;
import io.millrace.connect.bigquery.encode.value.Image;
import io.millrace.connect.bigquery.encode.value.IntervalText;
import io.millrace.connect.bigquery.encode.value.JsonText;
import io.millrace.connect.bigquery.encode.value.Lengths;
import io.millrace.connect.bigquery.encode.value.Numbers;
import io.millrace.connect.bigquery.encode.value.Temporals;
import io.millrace.connect.bigquery.encode.value.Truth;
import io.millrace.connect.bigquery.encode.value.ValueKind;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.Limits;
import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Compiles what writes values that are no records: chooses how a value of a kind is read for a column of a type, and has
 * the format write what comes of it.
 */
final class ScalarCompiler<V> {
    private final ScalarFormat<V> format;
    private final Image image;
    private final boolean checksDocuments;

    /**
     * @param image of what the values are a part
     * @param checksDocuments whether texts for JSON columns are read to their end
     */
    ScalarCompiler(ScalarFormat<V> format, Image image, boolean checksDocuments) {
        this.format = format;
        this.image = image;
        this.checksDocuments = checksDocuments;
    }

    ScalarCompiler<V> of(Image other) {
        return new ScalarCompiler<>(format, other, checksDocuments);
    }

    ScalarCompiler<V> checkingDocuments() {
        return new ScalarCompiler<>(format, image, true);
    }

    /**
     * What writes them, or null if such a column holds no such values.
     *
     * @param unit what integers count where the column is a time
     */
    @Nullable
    V of(ValueKind kind, @Nullable Schema schema, Column column, TimeUnit unit) {
        Limits limits = column.limits();
        return switch (column.type()) {
            case INT64 -> kind == ValueKind.INTEGER ? format.integer() : made(Numbers.longs(kind), format::integer);
            case FLOAT64 -> made(Numbers.doubles(kind), format::floating);
            case NUMERIC -> decimal(Numbers.decimals(kind), limits, DecimalRange.NUMERIC);
            case BIGNUMERIC -> decimal(Numbers.decimals(kind), limits, DecimalRange.BIGNUMERIC);
            case BOOL -> made(Truth.of(kind), format::truth);
            case STRING -> format.text(Lengths.checkedText(JsonText.texts(kind, schema), limits));
            case BYTES -> bytes(kind, limits);
            case DATE ->
                made(
                        Temporals.days(kind),
                        days -> format.date(value -> CivilTime.checkedDays(days.applyAsLong(value))));
            case TIME ->
                made(
                        Temporals.timeOfDay(kind, unit),
                        micros -> format.time(value -> CivilTime.checkedTimeOfDay(micros.applyAsLong(value))));
            case DATETIME ->
                made(
                        Temporals.micros(kind, unit),
                        micros -> format.datetime(value -> CivilTime.checkedMicros(micros.applyAsLong(value))));
            case TIMESTAMP ->
                made(
                        Temporals.micros(kind, unit),
                        micros -> format.timestamp(value -> CivilTime.checkedMicros(micros.applyAsLong(value))));
            case JSON -> format.document(documents(JsonText.documents(kind, schema, image)));
            case GEOGRAPHY -> made(Geography.of(kind), format::text);
            case INTERVAL -> made(intervals(kind), format::interval);
            case RECORD -> null;
        };
    }

    private static <F, W> @Nullable W made(@Nullable F function, Function<F, W> writer) {
        return function == null ? null : writer.apply(function);
    }

    private @Nullable V decimal(@Nullable Function<Object, BigDecimal> decimals, Limits limits, DecimalRange range) {
        return decimals == null ? null : format.decimal(Lengths.checkedDecimal(decimals, limits), range);
    }

    private @Nullable V bytes(ValueKind kind, Limits limits) {
        return switch (kind) {
            case BYTES, TEXT, UNTYPED -> format.bytes(limits);
            default -> null;
        };
    }

    private Function<Object, String> documents(Function<Object, String> texts) {
        return checksDocuments ? value -> JsonText.checkedDocument(texts.apply(value)) : texts;
    }

    private static @Nullable Function<Object, String> intervals(ValueKind kind) {
        return switch (kind) {
            case INTERVAL -> value -> IntervalText.of((String) value);
            case TEXT -> value -> IntervalText.read((String) value);
            case UNTYPED -> JsonText.texts(kind, null).andThen(IntervalText::read);
            default -> null;
        };
    }
}
