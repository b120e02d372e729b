// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.json;

import io.millrace.connect.bigquery.encode.DefaultsBy;
import io.millrace.connect.bigquery.encode.FieldWriter;
import io.millrace.connect.bigquery.encode.MapFields;
import io.millrace.connect.bigquery.encode.Missing;
import io.millrace.connect.bigquery.encode.Place;
import io.millrace.connect.bigquery.encode.RowContents;
import io.millrace.connect.bigquery.encode.RowFormat;
import io.millrace.connect.bigquery.encode.RowTrimmer;
import io.millrace.connect.bigquery.encode.value.Bytes;
import io.millrace.connect.bigquery.encode.value.DecimalRange;
import io.millrace.connect.bigquery.encode.value.FieldReader;
import io.millrace.connect.bigquery.encode.value.IntervalText;
import io.millrace.connect.bigquery.encode.value.JsonText;
import io.millrace.connect.bigquery.encode.value.Lengths;
import io.millrace.connect.bigquery.encode.value.UnfitValueException;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.Limits;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.NullElements;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.apache.kafka.connect.data.Struct;

/**
 * Rows as JSON objects in UTF-8, on one line and without its end. What is null is absent, but for columns
 * that have a default. Integers that a double may not hold, decimals, NaN and the infinities are strings; BYTES are Base64; dates and times
 * are {@code YYYY-MM-DD}, {@code HH:MM:SS.ffffff}, both with a space between them, and behind a TIMESTAMP a {@code Z}
 * (cloud.google.com/bigquery/docs/loading-data-cloud-storage-json#details_of_loading_json_data, 2026-08).
 */
public final class JsonFormat implements RowFormat<JsonValue> {
    /** Past it an integer is a string: whoever reads it as a double would round it. */
    private static final long MOST_EXACT = (1L << 53) - 1;

    private final JsonDialect dialect;
    private final JsonBuffer out = new JsonBuffer();
    private final JsonRow row = new JsonRow(out, new BitSet());
    private TableShape live = new TableShape(List.of());

    public JsonFormat(JsonDialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public void begin(TableShape shape) {
        live = shape;
        row.columns().clear();
        out.clear();
        out.octet('{');
    }

    @Override
    public byte[] end(Missing missing) {
        if (!missing.nulls().isEmpty()) {
            live.columns().stream()
                    .filter(column -> missing.nulls().contains(column.name()))
                    .forEach(this::empty);
        }
        out.close('}');
        return out.toByteArray();
    }

    private void empty(Column column) {
        out.raw(Member.name(column));
        out.ascii(column.mode() == ColumnMode.REPEATED ? "[]," : "null,");
    }

    @Override
    public int size() {
        return out.size();
    }

    @Override
    public int mostBytes() {
        return dialect.mostBytes();
    }

    @Override
    public DefaultsBy defaults() {
        return dialect.defaults();
    }

    @Override
    public Consumer<Struct> row(FieldReader[] readers, FieldWriter[] writers) {
        return struct -> members(struct, readers, writers);
    }

    private static void members(Struct struct, FieldReader[] readers, FieldWriter[] writers) {
        for (int i = 0; i < writers.length; i++) {
            writers[i].write(readers[i].read(struct));
        }
    }

    @Override
    public JsonValue struct(Place place, FieldReader[] readers, FieldWriter[] writers) {
        return (value, buffer) -> {
            buffer.octet('{');
            members((Struct) value, readers, writers);
            buffer.close('}');
        };
    }

    @Override
    public JsonValue map(Place place, MapFields fields) {
        return (value, buffer) -> {
            if (!(value instanceof Map<?, ?> map)) {
                throw new UnfitValueException("the value is no map of fields");
            }
            buffer.octet('{');
            fields.write(map);
            buffer.close('}');
        };
    }

    @Override
    public JsonValue parts(Place place, List<Part> parts) {
        return (value, buffer) -> {
            buffer.octet('{');
            parts.forEach(part -> part.writer().write(part.of().apply(value)));
            buffer.close('}');
        };
    }

    @Override
    public FieldWriter single(Place place, JsonValue value) {
        return Member.single(place, value, row);
    }

    @Override
    public FieldWriter repeated(Place place, JsonValue value, NullElements nullElements) {
        return Member.repeated(place, value, nullElements, row);
    }

    @Override
    public FieldWriter entries(Place place, FieldWriter key, FieldWriter value) {
        return Member.entries(place, key, value, row);
    }

    @Override
    public JsonValue integer() {
        return (value, buffer) -> integer(((Number) value).longValue(), buffer);
    }

    @Override
    public JsonValue integer(ToLongFunction<Object> integers) {
        return (value, buffer) -> integer(integers.applyAsLong(value), buffer);
    }

    private static void integer(long number, JsonBuffer buffer) {
        if (number >= -MOST_EXACT && number <= MOST_EXACT) {
            buffer.number(number);
        } else {
            buffer.octet('"');
            buffer.number(number);
            buffer.octet('"');
        }
    }

    @Override
    public JsonValue truth(ToLongFunction<Object> oneOrZero) {
        return (value, buffer) -> buffer.ascii(oneOrZero.applyAsLong(value) == 1 ? "true" : "false");
    }

    @Override
    public JsonValue floating(ToDoubleFunction<Object> doubles) {
        return (value, buffer) -> {
            double number = doubles.applyAsDouble(value);
            if (Double.isFinite(number)) {
                buffer.ascii(Double.toString(number));
            } else {
                quoted(Double.toString(number), buffer);
            }
        };
    }

    @Override
    public JsonValue decimal(Function<Object, BigDecimal> decimals, DecimalRange range) {
        return (value, buffer) -> quoted(range.checked(decimals.apply(value)).toPlainString(), buffer);
    }

    private static void quoted(String ascii, JsonBuffer buffer) {
        buffer.octet('"');
        buffer.ascii(ascii);
        buffer.octet('"');
    }

    @Override
    public JsonValue date(ToLongFunction<Object> days) {
        return (value, buffer) -> {
            buffer.octet('"');
            buffer.date(days.applyAsLong(value));
            buffer.octet('"');
        };
    }

    @Override
    public JsonValue time(ToLongFunction<Object> micros) {
        return (value, buffer) -> {
            buffer.octet('"');
            buffer.time(micros.applyAsLong(value));
            buffer.octet('"');
        };
    }

    @Override
    public JsonValue datetime(ToLongFunction<Object> micros) {
        return (value, buffer) -> {
            buffer.octet('"');
            buffer.datetime(micros.applyAsLong(value));
            buffer.octet('"');
        };
    }

    @Override
    public JsonValue timestamp(ToLongFunction<Object> micros) {
        return (value, buffer) -> {
            buffer.octet('"');
            buffer.datetime(micros.applyAsLong(value));
            buffer.ascii("Z\"");
        };
    }

    @Override
    public JsonValue text(Function<Object, String> texts) {
        return (value, buffer) -> buffer.text(texts.apply(value));
    }

    @Override
    public JsonValue document(Function<Object, String> documents) {
        return switch (dialect) {
            case INSERT_ALL -> text(documents);
            case LINES -> (value, buffer) -> buffer.document(JsonText.checkedDocument(documents.apply(value)));
        };
    }

    @Override
    public JsonValue interval(Function<Object, String> texts) {
        return switch (dialect) {
            case INSERT_ALL -> text(texts);
            case LINES -> (value, buffer) -> buffer.text(IntervalText.iso(texts.apply(value)));
        };
    }

    @Override
    public JsonValue bytes(Limits limits) {
        return (value, buffer) -> {
            byte[] bytes = Bytes.of(value);
            Lengths.checkedBytes(bytes.length, limits);
            buffer.base64(bytes);
        };
    }

    @Override
    public BitSet columns() {
        return row.columns();
    }

    @Override
    public RowContents contents(TableShape shape) {
        return new RowContents(shape, (had, contents) -> JsonObjects.count(had.bytes(), contents));
    }

    @Override
    public Optional<RowTrimmer> trimmer(TableShape from, TableShape to) {
        return JsonTrimmer.between(from, to, dialect);
    }
}
