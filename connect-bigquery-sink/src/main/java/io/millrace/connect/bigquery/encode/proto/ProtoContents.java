// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import static io.millrace.connect.bigquery.model.ColumnMode.NULLABLE;
import static io.millrace.connect.bigquery.model.ColumnMode.REPEATED;
import static io.millrace.connect.bigquery.model.ColumnMode.REQUIRED;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.millrace.connect.bigquery.encode.RowContents;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.TableShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts the messages that have a field, level by level. */
final class ProtoContents implements RowContents {
    private final List<Column> columns;
    /** How many messages of this level have each of the columns. */
    private final long[] having;
    /** What is inside a column; null for what is no RECORD. */
    private final @Nullable ProtoContents[] nested;

    private long messages;

    ProtoContents(List<Column> columns) {
        this.columns = columns;
        this.having = new long[columns.size()];
        this.nested = columns.stream()
                .map(column -> column.fields().isEmpty() ? null : new ProtoContents(column.fields()))
                .toArray(ProtoContents[]::new);
    }

    @Override
    public void add(byte[] row) {
        messages++;
        BitSet seen = new BitSet();
        CodedInputStream in = CodedInputStream.newInstance(row);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                int position = WireFormat.getTagFieldNumber(tag) - WriterSchema.fieldNumber(0);
                ProtoContents inside = nested[position];
                seen.set(position);
                if (inside == null) {
                    in.skipField(tag);
                } else {
                    inside.add(in.readByteArray());
                }
            }
        } catch (IOException notOurs) {
            throw new IllegalStateException("the row was not encoded for the shape it is said to be of", notOurs);
        }
        seen.stream().forEach(position -> having[position]++);
    }

    @Override
    public TableShape had() {
        List<Column> had = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            ProtoContents inside = nested[i];
            List<Column> fields = inside == null ? List.of() : inside.had().columns();
            boolean tells = inside == null || !fields.isEmpty(); // a record without any field says nothing of the table
            if (having[i] > 0 && tells) {
                Column column = columns.get(i);
                had.add(column.with(
                        column.mode() == REPEATED ? REPEATED : having[i] < messages ? NULLABLE : REQUIRED, fields));
            }
        }
        return new TableShape(had);
    }

    @Override
    public TableShape relaxed() {
        List<Column> relaxed = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            ProtoContents inside = nested[i];
            List<Column> fields = inside == null ? List.of() : inside.relaxed().columns();
            boolean relax = column.mode() == REQUIRED && having[i] < messages;
            relaxed.add(column.with(relax ? NULLABLE : column.mode(), fields));
        }
        return new TableShape(relaxed);
    }

    @Override
    public boolean lacks(String path) {
        int dot = path.indexOf('.');
        int position = position(dot < 0 ? path : path.substring(0, dot));
        if (dot < 0) {
            return position < 0 ? messages > 0 : having[position] < messages;
        }
        ProtoContents inside = position < 0 ? null : nested[position];
        return inside != null && inside.lacks(path.substring(dot + 1));
    }

    private int position(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }
}
