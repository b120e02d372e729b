// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.millrace.connect.bigquery.encode.Contents;
import io.millrace.connect.bigquery.encode.PseudoColumn;
import java.io.IOException;
import java.util.BitSet;

/** Looks into messages for what they have. */
final class ProtoContents {
    private ProtoContents() {}

    static void count(byte[] message, Contents contents) {
        BitSet seen = new BitSet();
        CodedInputStream in = CodedInputStream.newInstance(message);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                int position = WireFormat.getTagFieldNumber(tag) - WriterSchema.fieldNumber(0);
                if (PseudoColumn.isAt(position)) {
                    in.skipField(tag);
                    continue;
                }
                Contents inside = contents.inside(position);
                seen.set(position);
                if (inside == null) {
                    in.skipField(tag);
                } else {
                    count(in.readByteArray(), inside);
                }
            }
        } catch (IOException notOurs) {
            throw new IllegalStateException("the row was not encoded for the shape it is said to be of", notOurs);
        }
        contents.add(seen);
    }
}
