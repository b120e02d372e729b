// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reading protobuf's scalars off the wire, and a writer's descriptor out of its proto. */
final class Wire {
    private static final FileDescriptor[] WELL_KNOWN = {
        WrappersProto.getDescriptor(), TimestampProto.getDescriptor(), DurationProto.getDescriptor()
    };

    private Wire() {}

    /** Writers' descriptors are proto2, self-contained but for Google's well-known types. */
    static com.google.protobuf.Descriptors.Descriptor descriptor(
            com.google.protobuf.DescriptorProtos.DescriptorProto proto, String entity) {
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder()
                .setName("writer_schema.proto")
                .setSyntax("proto2")
                .addMessageType(proto);
        for (FileDescriptor known : WELL_KNOWN) {
            file.addDependency(known.getName());
        }
        try {
            return FileDescriptor.buildFrom(file.build(), WELL_KNOWN)
                    .getMessageTypes()
                    .get(0);
        } catch (DescriptorValidationException malformed) {
            throw StorageException.invalid(entity, "Invalid proto schema: " + malformed.getMessage());
        }
    }

    /**
     * One value: Long for whole numbers (unsigned 64-bit ones wrap), Double, Float, Boolean, String,
     * ByteString; enum values as their number. A string that is not UTF-8 is null.
     */
    static @Nullable Object read(FieldDescriptor.Type type, CodedInputStream in) throws IOException {
        return switch (type) {
            case DOUBLE -> in.readDouble();
            case FLOAT -> in.readFloat();
            case INT64 -> in.readInt64();
            case UINT64 -> in.readUInt64();
            case INT32 -> (long) in.readInt32();
            case FIXED64 -> in.readFixed64();
            case FIXED32 -> in.readFixed32() & 0xFFFFFFFFL;
            case BOOL -> in.readBool();
            case STRING -> utf8(in);
            case BYTES -> in.readBytes();
            case UINT32 -> in.readUInt32() & 0xFFFFFFFFL;
            case ENUM -> (long) in.readEnum();
            case SFIXED32 -> (long) in.readSFixed32();
            case SFIXED64 -> in.readSFixed64();
            case SINT32 -> (long) in.readSInt32();
            case SINT64 -> in.readSInt64();
            case GROUP, MESSAGE -> throw new IllegalArgumentException("not a scalar: " + type);
        };
    }

    private static @Nullable String utf8(CodedInputStream in) throws IOException {
        var bytes = in.readBytes();
        return bytes.isValidUtf8() ? bytes.toStringUtf8() : null;
    }
}
