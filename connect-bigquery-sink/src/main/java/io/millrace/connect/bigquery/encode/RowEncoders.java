// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.change.Reading;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Encodes records for tables. One per task, not thread-safe: all encoders write into one buffer that is reused. An
 * encoder is compiled once for each pair of what a record's schemas are read as and a live shape, both compared by
 * reference, and kept, bounded.
 */
public final class RowEncoders {
    private static final int REMEMBERED = 2_000;

    private final SchemaSettings settings;
    private final Changes changes;
    private final FieldCompiler compiler;
    private final WireBuffer buffer = new WireBuffer();
    private final Map<Plan, RowEncoder> encoders = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Plan, RowEncoder> eldest) {
            return size() > REMEMBERED;
        }
    };
    private @Nullable Reading lastReading;
    private @Nullable TableShape lastLive;
    private @Nullable RowEncoder last;

    public RowEncoders(SchemaSettings settings, Changes changes) {
        this.settings = settings;
        this.changes = changes;
        this.compiler = new FieldCompiler(settings);
    }

    /**
     * The record as a row of the table. Call it only for a record that fits ({@code SchemaDiff.Fits}) the live shape: a
     * field without a column is left out.
     *
     * @param live the table as it is; the row carries this very object
     * @throws DataException if a value does not fit its column: names the column and the limit, never the value
     */
    public Row encode(SinkRecord record, TableShape live, Origin origin) {
        RowEncoder encoder = encoderFor(changes.read(record), live);
        buffer.clear();
        encoder.encode(record, buffer);
        return new Row(origin, live, buffer.toByteArray());
    }

    /**
     * How many bytes the record's row would have if the table were so. Nothing is kept for another time: most tables that
     * are thought of are never seen.
     *
     * @throws DataException if the table could not hold it, as {@link #encode}
     */
    public int trial(SinkRecord record, TableShape shape) {
        buffer.clear();
        compile(changes.read(record), shape).encode(record, buffer);
        return buffer.mark();
    }

    @SuppressWarnings("ReferenceEquality") // one object per live shape: comparing columns would cost more than the row
    private RowEncoder encoderFor(Reading reading, TableShape live) {
        if (last == null || reading != lastReading || live != lastLive) {
            Plan plan = new Plan(reading, live);
            RowEncoder encoder = encoders.get(plan);
            if (encoder == null) {
                encoder = compile(reading, live);
                encoders.put(plan, encoder);
            }
            last = encoder;
            lastReading = reading;
            lastLive = live;
        }
        return last;
    }

    private RowEncoder compile(Reading reading, TableShape live) {
        RecordFacts facts = new RecordFacts(reading, live, settings.kafkaColumns(), compiler);
        return new RowEncoder(reading, live, compiler, facts);
    }

    private record Plan(Reading reading, TableShape live) {
        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(@Nullable Object other) {
            return other instanceof Plan that && reading == that.reading && live == that.live;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(reading) * 31 + System.identityHashCode(live);
        }
    }
}
