// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.TableShape;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Encodes row images, structs of several schemas or maps, for one live shape. */
final class ImageEncoder {
    private final TableShape live;
    private final FieldCompiler compiler;
    private final Predicate<String> taken;
    /** By content: an envelope's images and key, however many objects its converter makes of their schemas. */
    private final Map<Schema, StructValue> structs = new HashMap<>();

    private @Nullable Schema lastSchema;
    private @Nullable StructValue lastStruct;
    private @Nullable MapValue map;

    /** @param taken whether a field or column is not the image's */
    ImageEncoder(TableShape live, FieldCompiler compiler, Predicate<String> taken) {
        this.live = live;
        this.compiler = compiler;
        this.taken = taken;
    }

    void encode(Object image, WireBuffer out) {
        if (image instanceof Struct struct) {
            writerFor(struct.schema()).fields(struct, out);
        } else if (image instanceof Map<?, ?> fields) {
            if (map == null) {
                map = compiler.map(live.columns(), "", taken);
            }
            map.fields(fields, out);
        }
    }

    /** Whether the map that was encoded last has a field for the column of this name. */
    boolean hasNamed(String column) {
        return map != null && map.hasNamed(column);
    }

    private StructValue writerFor(Schema schema) {
        if (schema == lastSchema && lastStruct != null) {
            return lastStruct;
        }
        StructValue writer =
                structs.computeIfAbsent(schema, first -> compiler.struct(first, live.columns(), "", taken));
        lastSchema = schema;
        lastStruct = writer;
        return writer;
    }
}
