// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.change.RowChange;
import io.millrace.connect.bigquery.change.RowChanges;
import io.millrace.connect.bigquery.encode.RowContents;
import io.millrace.connect.bigquery.encode.RowEncoders;
import io.millrace.connect.bigquery.encode.RowTrimmer;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.ColumnCount;
import io.millrace.connect.bigquery.schema.KeyColumns.KeyColumn;
import io.millrace.connect.bigquery.schema.RecordShapes;
import io.millrace.connect.bigquery.schema.SchemaComparison;
import io.millrace.connect.bigquery.schema.SchemaEvolution;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.ShapeChanges;
import io.millrace.connect.bigquery.schema.UnknownFields;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.kit.memo.Memo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Compares what records need with what tables have, and encodes those that fit. One per task. */
public final class RowConverter {
    private final RecordShapes shapes;
    private final RowEncoders encoders;
    private final RowChanges changes;
    private final SchemaSettings settings;

    /** By identity: shapes are one object each while they are in use. */
    private final Memo<Pair, Union> unions = new Memo<>(Union::weight);

    private @Nullable Pair lastPair;
    private @Nullable Union lastUnion;

    public RowConverter(RecordShapes shapes, RowEncoders encoders, RowChanges changes, SchemaSettings settings) {
        this.changes = changes;
        this.shapes = shapes;
        this.encoders = encoders;
        this.settings = settings;
    }

    /**
     * See {@link RecordShapes#wantedBy}. A record for which the table would have to be made or to grow is tried first: one
     * that the table would refuse then leaves it as it is.
     *
     * @return without columns if the record says nothing of a table that is not there
     * @throws DataException if no table can hold it, or not this one
     */
    TableShape wantedBy(SinkRecord record, RowChange change, @Nullable TableShape live) {
        return isOfNoRow(change) ? asItIs(live) : tried(record, change, live, shapes.wantedBy(record, live));
    }

    /**
     * See {@link RecordShapes#relaxedFor}; the rest as {@link #wantedBy}.
     *
     * @throws DataException if no table can hold it, or not this one
     */
    TableShape relaxedFor(SinkRecord record, RowChange change, @Nullable TableShape live) {
        return isOfNoRow(change) ? asItIs(live) : tried(record, change, live, shapes.relaxedFor(record, live));
    }

    /** A truncate has neither key nor fields, so it is right for any table. */
    private static boolean isOfNoRow(RowChange change) {
        return change == RowChange.TRUNCATE;
    }

    private static TableShape asItIs(@Nullable TableShape live) {
        return live == null ? new TableShape(List.of()) : live;
    }

    @SuppressWarnings("ReferenceEquality") // the very same shape: the record needs nothing else
    private TableShape tried(SinkRecord record, RowChange change, @Nullable TableShape live, TableShape wanted) {
        TableShape made = live == null ? first(wanted) : wanted == live ? null : grown(live, wanted);
        if (made != null && !made.columns().isEmpty()) {
            ensureFits(encoders.trial(record, change, made));
        }
        return wanted;
    }

    private TableShape first(TableShape wanted) {
        String excess = shapes.excess(wanted);
        if (excess != null) {
            throw new DataException(excess);
        }
        return wanted;
    }

    /** See {@link RowChanges#of}. */
    List<RowChange> changesOf(SinkRecord record) {
        return changes.of(record);
    }

    /** Whether there is one row for each key. */
    boolean isKeyed() {
        return shapes.isKeyed();
    }

    /** See {@link RecordShapes#key}. */
    List<KeyColumn> key(SinkRecord record) {
        return shapes.key(record);
    }

    /** See {@link RecordShapes#keyColumns}. */
    List<String> keyColumns(SinkRecord record) {
        return shapes.keyColumns(record);
    }

    /**
     * The table grown so that it holds what is wanted; null if it does already.
     *
     * @throws DataException if it cannot be grown so: names the columns and what would help
     */
    @Nullable
    TableShape grown(TableShape live, TableShape wanted) {
        Pair pair = lastPair;
        Union union = lastUnion;
        if (pair == null || union == null || !pair.isOf(live, wanted)) {
            pair = new Pair(live, wanted);
            union = unions.get(pair, this::unite);
            lastPair = pair;
            lastUnion = union;
        }
        return union.orRefusal();
    }

    private Union unite(Pair pair) {
        int columns = ColumnCount.of(pair.live().columns());
        return SchemaComparison.between(pair.live(), pair.wanted(), settings)
                .fold(
                        () -> new Union(null, null, columns),
                        growth -> new Union(growth.union(), shapes.excess(growth.union()), columns),
                        impossible -> new Union(null, String.join("; ", impossible.reasons()), columns));
    }

    /** Whether a table that holds what is wanted takes no files that were made for the table as it is. */
    boolean relaxes(TableShape live, TableShape wanted) {
        try {
            TableShape grown = grown(live, wanted);
            return grown != null && !ShapeChanges.excluding(live, grown).isEmpty();
        } catch (DataException impossible) {
            return false;
        }
    }

    /** What the rows of a batch have. */
    RowContents contents(Batch batch) {
        RowContents contents = encoders.contents(batch.shape());
        batch.rows().forEach(contents::add);
        return contents;
    }

    /** What one row of a batch has. */
    RowContents contents(Batch batch, int position) {
        RowContents contents = encoders.contents(batch.shape());
        contents.add(batch.rows().get(position));
        return contents;
    }

    /**
     * As {@link #grown}, for what rows have; their answer is not kept.
     *
     * @throws DataException if it cannot be grown so: names the columns and what would help
     */
    @Nullable
    TableShape grown(TableShape live, RowContents had) {
        return unite(new Pair(live, had.had())).orRefusal();
    }

    /** What of a table as it was does not go with the table as it is, for people. */
    String misfits(TableShape live, TableShape before) {
        return String.join("; ", ShapeChanges.between(before, live));
    }

    /** Whether rows of one shape have columns, nested ones included, that a table has not. */
    boolean exceeds(TableShape rows, TableShape live) {
        return exceed(rows.columns(), live.columns(), column -> true);
    }

    /** Whether rows of one shape are none of a table, whatever they have: it lacks columns, or has them with other types. */
    boolean outdated(TableShape rows, TableShape live) {
        return exceeds(rows, live) || encoders.trimmer(rows, live).isEmpty();
    }

    /**
     * Whether records may have what a table requires and their rows have not, the table having got the column since: fields
     * that no column was to be made for were left out.
     */
    boolean mayHaveLeftOut(TableShape rows, TableShape live) {
        return settings.unknownFields() == UnknownFields.IGNORE
                && !settings.allows(SchemaEvolution.ADD_FIELDS)
                && exceed(live.columns(), rows.columns(), column -> column.mode() == ColumnMode.REQUIRED);
    }

    private static boolean exceed(List<Column> some, List<Column> others, Predicate<Column> matters) {
        Map<String, Column> columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        others.forEach(column -> columns.put(column.name(), column));
        return some.stream().anyMatch(column -> {
            Column other = columns.get(column.name());
            return other == null ? matters.test(column) : exceed(column.fields(), other.fields(), matters);
        });
    }

    /**
     * A batch without what the table has no columns for.
     *
     * @return null if rows for the table cannot be had from these rows alone
     */
    @Nullable
    Batch trimmed(Batch batch, TableShape live) {
        RowTrimmer trimmer = encoders.trimmer(batch.shape(), live).orElse(null);
        if (trimmer == null) {
            return null;
        }
        try {
            List<Row> rows = new ArrayList<>(batch.rows().size());
            for (Row row : batch.rows()) {
                rows.add(trimmer.trimmed(row));
            }
            return new Batch(batch.table(), batch.location(), rows);
        } catch (DataException lacking) {
            return null; // a column that is required now: the record may have it
        }
    }

    /** See {@link RowEncoders#encode}; also refuses rows that are too large. */
    Row encode(SinkRecord record, RowChange change, TableShape live, Origin origin) {
        Row row = encoders.encode(record, change, live, origin);
        ensureFits(row.bytes().length);
        return row;
    }

    private void ensureFits(int bytes) {
        int most = encoders.mostBytes();
        if (bytes > most) {
            throw new DataException(
                    "the row has " + bytes + " bytes, BigQuery takes " + most + " by this write.method");
        }
    }

    private record Pair(TableShape live, TableShape wanted) {
        @SuppressWarnings("ReferenceEquality") // comparing columns would cost more than the row
        boolean isOf(TableShape otherLive, TableShape otherWanted) {
            return live == otherLive && wanted == otherWanted;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Pair that && isOf(that.live, that.wanted);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(live) * 31 + System.identityHashCode(wanted);
        }
    }

    /**
     * @param grown null if nothing has to grow, or nothing can
     * @param refusal why it cannot grow so, for people; null if it can
     * @param columns how many the live table has, which may be kept for this alone
     */
    private record Union(
            @Nullable TableShape grown, @Nullable String refusal, int columns) {
        /** About what a column of a shape holds, in bytes, one shape having several unions. */
        private static final long COLUMN = 64;

        @Nullable
        TableShape orRefusal() {
            if (refusal != null) {
                throw new DataException(refusal);
            }
            return grown;
        }

        long weight() {
            return COLUMN * (grown == null ? columns : 2L * columns);
        }
    }
}
