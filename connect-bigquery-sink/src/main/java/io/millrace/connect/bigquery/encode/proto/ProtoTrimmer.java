// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.millrace.connect.bigquery.encode.PseudoColumn;
import io.millrace.connect.bigquery.encode.RowTrimmer;
import io.millrace.connect.bigquery.encode.TrimmedColumns;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Copies rows field by field, under the numbers that the later shape's columns have. */
final class ProtoTrimmer implements RowTrimmer {
    private final TrimmedColumns columns;
    private final TableShape to;

    private ProtoTrimmer(TrimmedColumns columns, TableShape to) {
        this.columns = columns;
        this.to = to;
    }

    static Optional<RowTrimmer> between(TableShape from, TableShape to) {
        return TrimmedColumns.between(from, to).map(columns -> new ProtoTrimmer(columns, to));
    }

    @Override
    public Row trimmed(Row row) {
        return row.as(to, trimmed(row.bytes(), columns));
    }

    private static byte[] trimmed(byte[] message, TrimmedColumns columns) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.length);
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            copy(CodedInputStream.newInstance(message), out, columns);
            out.flush();
        } catch (IOException notOurs) {
            throw new IllegalStateException("the row was not encoded for the shape it is said to be of", notOurs);
        }
        return bytes.toByteArray();
    }

    private static void copy(CodedInputStream in, CodedOutputStream out, TrimmedColumns columns) throws IOException {
        Set<Integer> written = new HashSet<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int position = WireFormat.getTagFieldNumber(tag) - WriterSchema.fieldNumber(0);
            if (PseudoColumn.isAt(position)) {
                out.writeByteArray(WriterSchema.fieldNumber(position), in.readByteArray());
                continue;
            }
            TrimmedColumns.Move move = columns.move(position);
            if (move == null) {
                in.skipField(tag);
                continue;
            }
            written.add(move.position());
            int number = WriterSchema.fieldNumber(move.position());
            TrimmedColumns nested = move.nested();
            switch (WireFormat.getTagWireType(tag)) {
                case WireBuffer.VARINT -> out.writeUInt64(number, in.readUInt64());
                case WireBuffer.FIXED64 -> out.writeFixed64(number, in.readFixed64());
                default -> {
                    byte[] value = in.readByteArray();
                    out.writeByteArray(number, nested == null ? value : trimmed(value, nested));
                }
            }
        }
        columns.ensureRequired(written);
    }
}
