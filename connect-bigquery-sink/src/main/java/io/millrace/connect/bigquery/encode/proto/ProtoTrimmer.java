// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.millrace.connect.bigquery.encode.RowTrimmer;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.TableShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Copies rows field by field, under the numbers that the later shape's columns have. */
final class ProtoTrimmer {
    /** By the number of the field in the earlier shape, from 1; null where the later one has no such column. */
    private final List<@Nullable Move> moves;

    private final List<Column> later;
    private final String prefix;

    private ProtoTrimmer(List<@Nullable Move> moves, List<Column> later, String prefix) {
        this.moves = moves;
        this.later = later;
        this.prefix = prefix;
    }

    /**
     * A trimmer from one shape to another; columns are the same if their names are, without regard to case.
     *
     * @return empty if a column has changed its type or got limits, or changed between REPEATED and not, so that rows
     *     must be encoded anew
     */
    static Optional<RowTrimmer> between(TableShape from, TableShape to) {
        return Optional.ofNullable(between(from.columns(), to.columns(), ""))
                .map(rows -> row -> row.as(to, rows.trimmed(row.bytes())));
    }

    private byte[] trimmed(byte[] row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(row.length);
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            copy(CodedInputStream.newInstance(row), out);
            out.flush();
        } catch (IOException notOurs) {
            throw new IllegalStateException("the row was not encoded for the shape it is said to be of", notOurs);
        }
        return bytes.toByteArray();
    }

    private void copy(CodedInputStream in, CodedOutputStream out) throws IOException {
        Set<Integer> written = new HashSet<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            Move move = moves.get(WireFormat.getTagFieldNumber(tag) - 1);
            if (move == null) {
                in.skipField(tag);
                continue;
            }
            written.add(move.number());
            switch (WireFormat.getTagWireType(tag)) {
                case WireBuffer.VARINT -> out.writeUInt64(move.number(), in.readUInt64());
                case WireBuffer.FIXED64 -> out.writeFixed64(move.number(), in.readFixed64());
                default -> out.writeByteArray(move.number(), move.value(in.readByteArray()));
            }
        }
        for (int i = 0; i < later.size(); i++) {
            Column column = later.get(i);
            boolean needed = column.mode() == ColumnMode.REQUIRED && !column.defaulted();
            if (needed && !written.contains(WriterSchema.fieldNumber(i))) {
                throw new DataException("column " + prefix + column.name()
                        + " is REQUIRED: the record has no value for it; make it NULLABLE");
            }
        }
    }

    private static @Nullable ProtoTrimmer between(List<Column> from, List<Column> to, String prefix) {
        Map<String, Integer> positions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < to.size(); i++) {
            positions.put(to.get(i).name(), i);
        }
        List<@Nullable Move> moves = new ArrayList<>();
        for (Column column : from) {
            Integer position = positions.get(column.name());
            if (position == null) {
                moves.add(null);
                continue;
            }
            Column target = to.get(position);
            ProtoTrimmer nested = between(column.fields(), target.fields(), prefix + target.name() + ".");
            if (nested == null || !isSameType(column, target)) {
                return null;
            }
            boolean record = !target.fields().isEmpty();
            moves.add(new Move(WriterSchema.fieldNumber(position), record ? nested : null));
        }
        return new ProtoTrimmer(moves, to, prefix);
    }

    private static boolean isSameType(Column from, Column to) {
        return from.type() == to.type() && (from.mode() == ColumnMode.REPEATED) == (to.mode() == ColumnMode.REPEATED);
    }

    /**
     * Where a field goes.
     *
     * @param number its number in the later shape
     * @param nested trims the field's records; null for what is none
     */
    private record Move(int number, @Nullable ProtoTrimmer nested) {
        byte[] value(byte[] value) {
            return nested == null ? value : nested.trimmed(value);
        }
    }
}
