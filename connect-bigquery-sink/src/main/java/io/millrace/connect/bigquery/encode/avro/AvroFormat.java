// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.avro;

import io.millrace.connect.bigquery.encode.DefaultsBy;
import io.millrace.connect.bigquery.encode.Elements;
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
import io.millrace.connect.bigquery.model.Limits;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.NullElements;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.apache.kafka.connect.data.Struct;

/**
 * Rows as Avro data, see {@link AvroSchemas}: what an object container file has between its blocks' headers. A row's columns
 * are written in any order, and put into the schema's at the end.
 */
public final class AvroFormat implements RowFormat<AvroValue> {
    /**
     * A block holds whole rows, and BigQuery takes blocks of 16 MB (cloud.google.com/bigquery/quotas#load_jobs, 2026-08); up
     * to 256 KiB of other rows may be in it before.
     */
    private static final int MOST_BYTES = 15_700_000;

    private final AvroBuffer out = new AvroBuffer();
    private final Slots slots = new Slots();
    private TableShape live = new TableShape(List.of());
    private Layout layout = new Layout(List.of(), "");

    @Override
    @SuppressWarnings("ReferenceEquality") // one object per live shape
    public void begin(TableShape shape) {
        if (shape != live) {
            live = shape;
            layout = new Layout(shape.columns(), "");
        }
        slots.clear(layout.size());
        out.begin(slots);
    }

    @Override
    public byte[] end(Missing missing) {
        return layout.inOrder(slots, missing.defaults(), out);
    }

    @Override
    public int size() {
        return out.size() + layout.size();
    }

    @Override
    public int mostBytes() {
        return MOST_BYTES;
    }

    @Override
    public DefaultsBy defaults() {
        return DefaultsBy.FILE;
    }

    @Override
    public Consumer<Struct> row(FieldReader[] readers, FieldWriter[] writers) {
        return struct -> {
            for (int i = 0; i < writers.length; i++) {
                writers[i].write(readers[i].read(struct));
            }
        };
    }

    @Override
    public AvroValue struct(Place place, FieldReader[] readers, FieldWriter[] writers) {
        return RecordValue.of(inside(place), readers, writers);
    }

    @Override
    public AvroValue map(Place place, MapFields fields) {
        return RecordValue.of(place, fields);
    }

    @Override
    public AvroValue parts(Place place, List<Part> parts) {
        return RecordValue.of(inside(place), parts);
    }

    private static Layout inside(Place place) {
        return new Layout(place.column().fields(), place.path() + ".");
    }

    @Override
    public FieldWriter single(Place place, AvroValue value) {
        return ColumnField.of(place, value, out);
    }

    @Override
    public FieldWriter repeated(Place place, AvroValue value, NullElements nullElements) {
        Layout element = inside(place);
        return ColumnField.of(
                place, (list, buffer) -> elements(Elements.of(list), value, nullElements, element, buffer), out);
    }

    private static void elements(
            Collection<?> all, AvroValue value, NullElements nullElements, Layout element, AvroBuffer buffer) {
        long count = nullElements == NullElements.SKIP
                ? all.stream().filter(Objects::nonNull).count()
                : all.size();
        if (count > 0) {
            buffer.number(count);
        }
        for (Object each : all) {
            if (each != null) {
                value.write(each, buffer);
            } else if (nullElements == NullElements.FAIL) {
                throw Elements.refusedNull();
            } else if (nullElements == NullElements.WRAP) {
                element.lackAll(buffer);
            }
        }
        buffer.octet(0);
    }

    @Override
    public FieldWriter entries(Place place, FieldWriter key, FieldWriter value) {
        Layout entry = inside(place);
        RecordValue record = RecordValue.of(entry, key, value);
        return ColumnField.of(
                place,
                (map, buffer) -> elements(((Map<?, ?>) map).entrySet(), record, NullElements.FAIL, entry, buffer),
                out);
    }

    @Override
    public AvroValue integer() {
        return (value, buffer) -> buffer.number(((Number) value).longValue());
    }

    @Override
    public AvroValue integer(ToLongFunction<Object> integers) {
        return (value, buffer) -> buffer.number(integers.applyAsLong(value));
    }

    @Override
    public AvroValue truth(ToLongFunction<Object> oneOrZero) {
        return (value, buffer) -> buffer.octet((int) oneOrZero.applyAsLong(value));
    }

    @Override
    public AvroValue floating(ToDoubleFunction<Object> doubles) {
        return (value, buffer) -> buffer.fixed64(Double.doubleToLongBits(doubles.applyAsDouble(value)));
    }

    @Override
    public AvroValue decimal(Function<Object, BigDecimal> decimals, DecimalRange range) {
        return (value, buffer) -> {
            BigDecimal decimal = decimals.apply(value);
            long scaled = range.scaledLong(decimal);
            if (scaled != DecimalRange.NO_LONG) {
                int bits = 65 - Long.numberOfLeadingZeros(scaled < 0 ? ~scaled : scaled);
                buffer.bigEndian(scaled, (bits + 7) / 8);
            } else {
                byte[] unscaled = range.unscaled(decimal).toByteArray();
                buffer.delimited(unscaled, 0, unscaled.length);
            }
        };
    }

    @Override
    public AvroValue date(ToLongFunction<Object> days) {
        return integer(days);
    }

    @Override
    public AvroValue time(ToLongFunction<Object> micros) {
        return integer(micros);
    }

    @Override
    public AvroValue datetime(ToLongFunction<Object> micros) {
        return integer(micros);
    }

    @Override
    public AvroValue timestamp(ToLongFunction<Object> micros) {
        return integer(micros);
    }

    @Override
    public AvroValue text(Function<Object, String> texts) {
        return (value, buffer) -> buffer.text(texts.apply(value));
    }

    @Override
    public AvroValue document(Function<Object, String> documents) {
        return (value, buffer) -> buffer.text(JsonText.checkedDocument(documents.apply(value)));
    }

    @Override
    public AvroValue interval(Function<Object, String> texts) {
        return (value, buffer) -> buffer.text(IntervalText.complete(texts.apply(value)));
    }

    @Override
    public AvroValue bytes(Limits limits) {
        return (value, buffer) -> {
            if (value instanceof ByteBuffer source && source.hasArray()) {
                int length = Lengths.checkedBytes(source.remaining(), limits);
                buffer.delimited(source.array(), source.arrayOffset() + source.position(), length);
            } else {
                byte[] bytes = Bytes.of(value);
                buffer.delimited(bytes, 0, Lengths.checkedBytes(bytes.length, limits));
            }
        };
    }

    @Override
    public BitSet columns() {
        BitSet columns = new BitSet();
        for (int i = 0; i < layout.size(); i++) {
            columns.set(i, slots.has(i));
        }
        return columns;
    }

    @Override
    public RowContents contents(TableShape shape) {
        AvroRows rows = new AvroRows();
        return new RowContents(shape, (row, contents) -> rows.count(row, contents));
    }

    @Override
    public Optional<RowTrimmer> trimmer(TableShape from, TableShape to) {
        return AvroTrimmer.between(from, to);
    }
}
