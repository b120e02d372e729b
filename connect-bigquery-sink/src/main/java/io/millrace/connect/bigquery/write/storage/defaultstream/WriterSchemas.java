// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.defaultstream;

import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;

/** The descriptors of the shapes in use. */
final class WriterSchemas {
    private final Function<TableShape, DescriptorProto> descriptors;
    /** By equality, which costs little for one look-up a request; a shape that nobody holds any more is forgotten. */
    private final Map<TableShape, ProtoSchema> byShape = new WeakHashMap<>();

    WriterSchemas(Function<TableShape, DescriptorProto> descriptors) {
        this.descriptors = descriptors;
    }

    ProtoSchema of(TableShape shape) {
        ProtoSchema known = byShape.get(shape);
        if (known == null) {
            known = ProtoSchema.newBuilder()
                    .setProtoDescriptor(descriptors.apply(shape))
                    .build();
            byShape.put(shape, known);
        }
        return known;
    }
}
