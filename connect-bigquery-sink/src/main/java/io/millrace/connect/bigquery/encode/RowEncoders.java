// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.change.Reading;
import io.millrace.connect.bigquery.change.RowChange;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.KeyColumns;
import io.millrace.connect.bigquery.schema.MetadataColumns;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.TableContent;
import io.millrace.connect.kit.memo.Memo;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Encodes records for tables. One per task, not thread-safe: all encoders write by one format, one row after the other. An
 * encoder is compiled once for each pair of what a record's schemas are read as and a live shape, both compared by
 * reference, and kept as long as memory allows.
 */
public final class RowEncoders {
    private final Changes changes;
    private final InstantSource clock;
    private final RowFormat<?> format;
    private final FieldCompiler<?> compiler;
    private final FieldCompiler<?> strict;
    private final MetadataColumns metadata;
    private final KeyWriter.@Nullable Keys keys;
    private final Memo<Plan, RowEncoder> encoders = new Memo<>(RowEncoder::weight);
    private final Memo<Live, Gaps> gaps = new Memo<>(Gaps::weight);
    private @Nullable Reading lastReading;
    private @Nullable TableShape lastLive;
    private @Nullable RowEncoder last;

    /**
     * @param format of this task alone
     * @param clock tells when a row was made, for tables that keep that
     * @param content of the tables
     */
    public RowEncoders(
            SchemaSettings settings, Changes changes, RowFormat<?> format, InstantSource clock, TableContent content) {
        this.changes = changes;
        this.clock = clock;
        this.format = format;
        this.compiler = new FieldCompiler<>(settings, format);
        this.strict = compiler.checkingDocuments();
        this.metadata = new MetadataColumns(settings, content, changes.order());
        this.keys = content.isKeyed()
                ? new KeyWriter.Keys(
                        new KeyColumns(settings, changes.keys()),
                        changes.keys(),
                        changes.order(),
                        content == TableContent.MERGED)
                : null;
    }

    /**
     * The record as a row of the table. Call it only for a record that fits ({@code SchemaDiff.Fits}) the live shape: a
     * field without a column is left out.
     *
     * @param live the table as it is; the row carries this very object
     * @throws DataException if a value does not fit its column: names the column and the limit, never the value
     */
    public Row encode(SinkRecord record, RowChange change, TableShape live, Origin origin) {
        RowEncoder encoder = encoderFor(changes.read(record), live);
        format.begin(live);
        encoder.encode(record, change);
        if (!encoder.hasGaps()) {
            return new Row(origin, live, format.end(Missing.NOTHING));
        }
        Missing missing = encoder.missing(format.columns());
        byte[] bytes = format.end(missing);
        return switch (format.defaults()) {
            case REQUEST -> new Row(origin, live, bytes, encoder.nulls(missing), Set.of());
            case ROW -> new Row(origin, live, bytes);
            case FILE -> new Row(origin, live, bytes, Set.of(), missing.defaults());
        };
    }

    /** See {@link RowFormat#mostBytes}. */
    public int mostBytes() {
        return format.mostBytes();
    }

    /**
     * How many bytes the record's row would have if the table were so. Nothing is kept for another time: most tables that
     * are thought of are never seen.
     *
     * @throws DataException if the table could not hold it, as {@link #encode}, or BigQuery would refuse a JSON text of it
     */
    public int trial(SinkRecord record, RowChange change, TableShape shape) {
        format.begin(shape);
        compile(new Plan(changes.read(record), shape), Gaps.of(shape), strict).encode(record, change);
        return format.size();
    }

    /** What rows of this shape have, none yet. */
    public RowContents contents(TableShape shape) {
        return format.contents(shape);
    }

    /**
     * A trimmer from one shape of a table to a later one; columns are the same if their names are, without regard to case.
     *
     * @return empty if a column has changed its type or got limits, or changed between REPEATED and not, so that rows
     *     must be encoded anew
     */
    public Optional<RowTrimmer> trimmer(TableShape from, TableShape to) {
        return format.trimmer(from, to);
    }

    @SuppressWarnings("ReferenceEquality") // one object per live shape: comparing columns would cost more than the row
    private RowEncoder encoderFor(Reading reading, TableShape live) {
        if (last == null || reading != lastReading || live != lastLive) {
            last = encoders.get(new Plan(reading, live), this::compile);
            lastReading = reading;
            lastLive = live;
        }
        return last;
    }

    private RowEncoder compile(Plan plan) {
        Gaps ofLive = Gaps.of(plan.live());
        return compile(plan, ofLive.isPossible() ? gaps.get(new Live(plan.live()), live -> ofLive) : ofLive, compiler);
    }

    private RowEncoder compile(Plan plan, Gaps gapsOfLive, FieldCompiler<?> by) {
        MetadataWriter ofRecord = new MetadataWriter(metadata.of(plan.reading(), plan.live()), plan.live(), by, clock);
        KeyWriter key = keys == null ? null : new KeyWriter(keys, plan.live(), by);
        return new RowEncoder(plan.reading(), plan.live(), by, ofRecord, key, changes.unsent(), gapsOfLive);
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

    private record Live(TableShape shape) {
        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(@Nullable Object other) {
            return other instanceof Live that && shape == that.shape;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(shape);
        }
    }
}
