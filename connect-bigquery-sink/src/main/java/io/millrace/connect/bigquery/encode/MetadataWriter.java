// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.encode.value.UnfitValueException;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.MetadataColumn;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Writes those of the metadata columns that a live table has. */
final class MetadataWriter {
    private final InstantSource clock;
    private final List<Cell> cells = new ArrayList<>();
    private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /** @param clock tells when a row is made */
    MetadataWriter(List<MetadataColumn> columns, TableShape live, FieldCompiler<?> compiler, InstantSource clock) {
        this.clock = clock;
        for (MetadataColumn column : columns) {
            names.add(column.name());
            List<Column> siblings = live.columns();
            for (int i = 0; i < siblings.size(); i++) {
                if (siblings.get(i).name().equalsIgnoreCase(column.name())) {
                    MetadataColumn.Source source = column.source().apply(siblings.get(i));
                    cells.add(new Cell(compiler.field(source.schema(), siblings, i, ""), source.value()));
                }
            }
        }
    }

    void write(SinkRecord record) {
        for (Cell cell : cells) {
            cell.writer().write(valueOf(cell, record));
        }
    }

    /** Keys and headers hold whatever a transform or a producer put there. */
    private @Nullable Object valueOf(Cell cell, SinkRecord record) {
        try {
            return cell.value().of(record, clock);
        } catch (UnfitValueException unfit) {
            throw new DataException("column " + cell.writer().path() + ": " + unfit.getMessage());
        } catch (ClassCastException otherType) {
            throw new DataException(
                    "column " + cell.writer().path() + ": a header's or key's value is not what its schema says");
        }
    }

    /** Whether a column is fed from here. */
    boolean provides(String column) {
        return names.contains(column);
    }

    private record Cell(FieldWriter writer, MetadataColumn.Value value) {}
}
