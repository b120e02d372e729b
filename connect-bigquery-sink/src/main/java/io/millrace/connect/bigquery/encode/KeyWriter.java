// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.change.ChangeOrder;
import io.millrace.connect.bigquery.change.ChangeReading;
import io.millrace.connect.bigquery.change.Reading;
import io.millrace.connect.bigquery.change.RowChange;
import io.millrace.connect.bigquery.change.RowKeys;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.KeyColumns;
import io.millrace.connect.bigquery.schema.KeyColumns.KeyColumn;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a row of a table with one row for each key has beyond its fields: its key, what is done to the row of this key,
 * and in which order.
 */
final class KeyWriter {
    private final KeyColumns columns;
    private final RowKeys keys;
    private final ChangeOrder order;
    private final List<Column> live;
    private final FieldCompiler<?> compiler;
    private final FieldWriter changeType;
    private final FieldWriter sequence;
    private final boolean merged;
    private final @Nullable FieldWriter unsent;
    /** Of tables that were merged into, and may be again: what row is the later one they know by this column. */
    private final @Nullable FieldWriter sequenceForMerges;

    private List<KeyColumn> lastKey = List.of();
    private List<Cell> cells = List.of();

    /** One column of the key; what writes it is made when it is due, for a key may have what the row's own field is not. */
    private final class Cell {
        private final KeyColumn column;
        private final int position;
        private final boolean isOfMoments;
        private @Nullable FieldWriter ofImage;
        private @Nullable FieldWriter ofKey;

        Cell(KeyColumn column) {
            this.column = column;
            this.position = positionOf(column.name());
            this.isOfMoments = KeyMoments.matterIn(live.get(position));
        }

        /** Makes sure that the key is not another one in BigQuery. */
        void ensureWhole(@Nullable Object own, @Nullable Object ofKey) {
            if (isOfMoments) {
                KeyMoments.ensureWhole(
                        column.name(), own == null ? column.inKey() : column.inImage(), own == null ? ofKey : own);
            }
        }

        /** Writes what the row's own field has. */
        void writeOwn(Object value) {
            if (ofImage == null) {
                ofImage = compiler.field(column.inImage(), live, position, "");
            }
            ofImage.write(value);
        }

        /** Writes what the record's key has. */
        void writeOfKey(@Nullable Object value) {
            if (value == null) {
                throw new DataException(
                        "column " + column.name() + " is part of the key, and the record has no value for"
                                + " it; set primary.key to fields that every row has");
            }
            if (ofKey == null) {
                ofKey = compiler.field(column.inKey(), live, position, "");
            }
            ofKey.write(value);
        }
    }

    /**
     * What it takes to know the key of a record.
     *
     * @param merged whether rows are merged, so that the order of changes is a column among the others
     */
    record Keys(KeyColumns columns, RowKeys fields, ChangeOrder order, boolean merged) {}

    KeyWriter(Keys keys, TableShape live, FieldCompiler<?> compiler) {
        this.columns = keys.columns();
        this.keys = keys.fields();
        this.order = keys.order();
        this.live = live.columns();
        this.compiler = compiler;
        this.merged = keys.merged();
        this.unsent = merged ? compiler.pseudoColumn(PseudoColumn.MERGED_UNSENT) : null;
        this.changeType = compiler.pseudoColumn(merged ? PseudoColumn.MERGED_CHANGE : PseudoColumn.CHANGE_TYPE);
        this.sequence = merged
                ? compiler.field(Schema.STRING_SCHEMA, this.live, positionOf(ChangeReading.SEQUENCE), "")
                : compiler.pseudoColumn(PseudoColumn.CHANGE_SEQUENCE_NUMBER);
        this.sequenceForMerges = merged ? null : sequenceColumn();
    }

    private @Nullable FieldWriter sequenceColumn() {
        for (int i = 0; i < live.size(); i++) {
            Column column = live.get(i);
            if (column.name().equalsIgnoreCase(ChangeReading.SEQUENCE)
                    && column.type() == ColumnType.STRING
                    && column.mode() != ColumnMode.REPEATED) {
                return compiler.field(Schema.STRING_SCHEMA, live, i, "");
            }
        }
        return null;
    }

    /**
     * Writes them.
     *
     * @param image the row that the change is of: after it, or before it for the key that it had; null if there is none
     * @param kept the columns whose values the row lacks and the table's row keeps
     * @throws DataException if the key lacks a value
     */
    void write(SinkRecord record, RowChange change, Reading reading, @Nullable Object image, List<String> kept) {
        changeType.write(typeOf(change, kept));
        if (unsent != null && !kept.isEmpty()) {
            unsent.write(kept);
        }
        if (!merged || change.isDelete()) { // else it is written with the other columns that tell of the record
            String place = order.sequence(record);
            sequence.write(place);
            if (sequenceForMerges != null && !change.isDelete() && !hasOwnSequence(reading, image)) {
                sequenceForMerges.write(place);
            }
        }
        if (change == RowChange.TRUNCATE) {
            return;
        }
        for (Cell cell : cellsOf(reading, record)) {
            String field = cell.column.field();
            Object own = keys.valueInRow(image, field);
            Object ofKey = own == null ? keys.valueInKey(record, field) : null;
            cell.ensureWhole(own, ofKey);
            if (own == null) {
                cell.writeOfKey(ofKey);
            } else if (change.isDelete()) {
                cell.writeOwn(own);
            } // else it is written with all other fields of the row
        }
    }

    private boolean hasOwnSequence(Reading reading, @Nullable Object image) {
        return !reading.hides(ChangeReading.SEQUENCE) && keys.valueInRow(image, ChangeReading.SEQUENCE) != null;
    }

    private static String typeOf(RowChange change, List<String> kept) {
        return switch (change) {
            case TRUNCATE -> "TRUNCATE";
            case DELETE, DELETE_OLD_KEY -> "DELETE";
            case APPEND, UPSERT -> kept.isEmpty() ? "UPSERT" : "PATCH";
        };
    }

    private List<Cell> cellsOf(Reading reading, SinkRecord record) {
        List<KeyColumn> key = columns.of(reading, record);
        if (!key.equals(lastKey)) {
            cells = key.stream().map(Cell::new).toList();
            lastKey = key;
        }
        return cells;
    }

    private int positionOf(String name) {
        for (int i = 0; i < live.size(); i++) {
            if (live.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        throw new DataException("column " + name
                + (name.equals(ChangeReading.SEQUENCE)
                        ? ", by which the order of changes is known, is not in the table; add it as a STRING"
                        : " of the key is not in the table; add it, or set primary.key"));
    }
}
