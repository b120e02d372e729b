// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import io.millrace.connect.bigquery.model.TableShape;

/** What the Storage Write API must know to read the rows of a shape. */
public final class WriterSchema {
    private WriterSchema() {}

    /**
     * A self-contained message for rows of this shape: column N, from 1, is field N; nested columns are nested types.
     * Names that protobuf refuses carry the column's name as an annotation.
     */
    public static DescriptorProto of(TableShape shape) {
        throw new UnsupportedOperationException(shape.toString());
    }
}
