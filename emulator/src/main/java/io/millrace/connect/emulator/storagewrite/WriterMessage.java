// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;

/** A writer's message type out of the descriptor that it sent. */
final class WriterMessage {
    private static final FileDescriptor[] WELL_KNOWN = {
        WrappersProto.getDescriptor(), TimestampProto.getDescriptor(), DurationProto.getDescriptor()
    };

    private WriterMessage() {}

    /**
     * Writers' descriptors are proto2, self-contained but for Google's well-known types. Text that is not UTF-8 makes a
     * message malformed, as for a column of type STRING it must.
     */
    static Descriptor of(DescriptorProto proto, String entity) {
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder()
                .setName("writer_schema.proto")
                .setSyntax("proto2")
                .addMessageType(proto);
        file.getOptionsBuilder().setJavaStringCheckUtf8(true);
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
}
