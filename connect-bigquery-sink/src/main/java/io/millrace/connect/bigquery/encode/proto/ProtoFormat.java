// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.millrace.connect.bigquery.encode.DefaultsBy;
import io.millrace.connect.bigquery.encode.FieldWriter;
import io.millrace.connect.bigquery.encode.MapFields;
import io.millrace.connect.bigquery.encode.Missing;
import io.millrace.connect.bigquery.encode.Place;
import io.millrace.connect.bigquery.encode.RowContents;
import io.millrace.connect.bigquery.encode.RowFormat;
import io.millrace.connect.bigquery.encode.RowTrimmer;
import io.millrace.connect.bigquery.encode.value.DecimalRange;
import io.millrace.connect.bigquery.encode.value.FieldReader;
import io.millrace.connect.bigquery.model.Limits;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.NullElements;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.apache.kafka.connect.data.Struct;

/**
 * Rows as protobuf messages: column N, from 1, is field N, see {@link WriterSchema}. A message is written from its end to
 * its beginning, so that its length is known when its length is due.
 */
public final class ProtoFormat implements RowFormat<ValueWriter> {
    /** What may fit into a request beside its schema: BigQuery takes 20 MB (AppendRows, 2026-08). */
    private static final int MOST_BYTES = 19_900_000;

    private final WireBuffer out = new WireBuffer();

    @Override
    public void begin(TableShape live) {
        out.clear();
    }

    @Override
    public byte[] end(Missing missing) {
        return out.toByteArray();
    }

    @Override
    public int size() {
        return out.mark();
    }

    @Override
    public int mostBytes() {
        return MOST_BYTES;
    }

    @Override
    public DefaultsBy defaults() {
        return DefaultsBy.REQUEST;
    }

    @Override
    public Consumer<Struct> row(FieldReader[] readers, FieldWriter[] writers) {
        return new StructValue(readers, writers);
    }

    @Override
    public ValueWriter struct(Place place, FieldReader[] readers, FieldWriter[] writers) {
        return new StructValue(readers, writers);
    }

    @Override
    public ValueWriter map(Place place, MapFields fields) {
        return new MapValue(fields);
    }

    @Override
    public ValueWriter parts(Place place, List<Part> parts) {
        return new PartsValue(parts);
    }

    @Override
    public FieldWriter single(Place place, ValueWriter value) {
        return new SingleField(place, value, out);
    }

    @Override
    public FieldWriter repeated(Place place, ValueWriter value, NullElements nullElements) {
        return new RepeatedField(place, value, nullElements, out);
    }

    @Override
    public FieldWriter entries(Place place, FieldWriter key, FieldWriter value) {
        return new EntriesField(place, key, value, out);
    }

    @Override
    public ValueWriter integer() {
        return new IntegerValue();
    }

    @Override
    public ValueWriter integer(ToLongFunction<Object> integers) {
        return new VarintValue(integers);
    }

    @Override
    public ValueWriter truth(ToLongFunction<Object> oneOrZero) {
        return new VarintValue(oneOrZero);
    }

    @Override
    public ValueWriter floating(ToDoubleFunction<Object> doubles) {
        return new FloatValue(doubles);
    }

    @Override
    public ValueWriter decimal(Function<Object, BigDecimal> decimals, DecimalRange range) {
        return new DecimalValue(decimals, range);
    }

    @Override
    public ValueWriter date(ToLongFunction<Object> days) {
        return new VarintValue(days);
    }

    @Override
    public ValueWriter time(ToLongFunction<Object> micros) {
        return new VarintValue(value -> PackedTime.time(micros.applyAsLong(value)));
    }

    @Override
    public ValueWriter datetime(ToLongFunction<Object> micros) {
        return new VarintValue(value -> PackedTime.datetime(micros.applyAsLong(value)));
    }

    @Override
    public ValueWriter timestamp(ToLongFunction<Object> micros) {
        return new VarintValue(micros);
    }

    @Override
    public ValueWriter text(Function<Object, String> texts) {
        return new TextValue(texts);
    }

    @Override
    public ValueWriter document(Function<Object, String> documents) {
        return new TextValue(documents);
    }

    @Override
    public ValueWriter interval(Function<Object, String> texts) {
        return new TextValue(texts);
    }

    @Override
    public ValueWriter bytes(Limits limits) {
        return new BytesValue(limits);
    }

    @Override
    public BitSet columns() {
        BitSet columns = new BitSet();
        CodedInputStream in = out.read();
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                columns.set(WireFormat.getTagFieldNumber(tag) - WriterSchema.fieldNumber(0));
                in.skipField(tag);
            }
        } catch (IOException notOurs) {
            throw new IllegalStateException("the row was not encoded here", notOurs);
        }
        return columns;
    }

    @Override
    public RowContents contents(TableShape shape) {
        return new RowContents(shape, (row, contents) -> ProtoContents.count(row.bytes(), contents));
    }

    @Override
    public Optional<RowTrimmer> trimmer(TableShape from, TableShape to) {
        return ProtoTrimmer.between(from, to);
    }
}
