// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.kit.memo.SchemaKey;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Encodes row images, structs of several schemas or maps, for one live shape. */
final class ImageEncoder {
    private final TableShape live;
    private final FieldCompiler<?> compiler;
    private final Predicate<String> taken;
    /** By content: an envelope's images and key, however many objects its converter makes of their schemas. */
    private final Map<SchemaKey, Consumer<Struct>> structs = new HashMap<>();

    private @Nullable Schema lastSchema;
    private @Nullable Consumer<Struct> lastStruct;
    private @Nullable MapFields map;

    /** @param taken whether a field or column is not the image's */
    ImageEncoder(TableShape live, FieldCompiler<?> compiler, Predicate<String> taken) {
        this.live = live;
        this.compiler = compiler;
        this.taken = taken;
    }

    void encode(Object image) {
        if (image instanceof Struct struct) {
            writerFor(struct.schema()).accept(struct);
        } else if (image instanceof Map<?, ?> fields) {
            if (map == null) {
                map = compiler.row(live.columns(), taken);
            }
            map.write(fields);
        }
    }

    /** Whether the map that was encoded last has a field for the column of this name. */
    boolean hasNamed(String column) {
        return map != null && map.hasNamed(column);
    }

    private Consumer<Struct> writerFor(Schema schema) {
        Consumer<Struct> writer = lastStruct;
        if (writer == null || lastSchema == null || (schema != lastSchema && !SchemaKey.isSame(schema, lastSchema))) {
            writer = structs.computeIfAbsent(
                    SchemaKey.of(schema), first -> compiler.row(first.schema(), live.columns(), taken));
        }
        lastSchema = schema;
        lastStruct = writer;
        return writer;
    }
}
