// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Rows of one int64 {@code id} and, where wanted, more fields: as an encoder writes them, without a client's help. */
final class TestRows {
    static final ProtoSchema ID = schema(field("id", 1, FieldDescriptorProto.Type.TYPE_INT64));

    private TestRows() {}

    static FieldDescriptorProto field(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .build();
    }

    static ProtoSchema schema(FieldDescriptorProto... fields) {
        return ProtoSchema.newBuilder()
                .setProtoDescriptor(DescriptorProto.newBuilder().setName("Row").addAllField(Arrays.asList(fields)))
                .build();
    }

    /** One row for each id. */
    static ProtoRows ids(long... ids) {
        return ProtoRows.newBuilder()
                .addAllSerializedRows(LongStream.of(ids)
                        .mapToObj(id -> row(out -> out.writeInt64(1, id)))
                        .collect(Collectors.toList()))
                .build();
    }

    static ProtoRows rows(ByteString... rows) {
        return ProtoRows.newBuilder().addAllSerializedRows(Arrays.asList(rows)).build();
    }

    /** Writes a row's fields. */
    interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    static ByteString row(Fields fields) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            fields.writeTo(out);
            out.flush();
            return ByteString.copyFrom(bytes.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
