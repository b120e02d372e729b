// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.change.Reading;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Encodes records of one reading for one live shape. */
final class RowEncoder {
    /** An envelope's images and key; only converters that make a schema per record need more. */
    private static final int REMEMBERED = 16;

    private final Reading reading;
    private final TableShape live;
    private final FieldCompiler compiler;
    private final RecordFacts facts;
    private final IdentityHashMap<Schema, StructValue> structs = new IdentityHashMap<>();
    private @Nullable Schema lastSchema;
    private @Nullable StructValue lastStruct;
    private @Nullable MapValue map;

    RowEncoder(Reading reading, TableShape live, FieldCompiler compiler, RecordFacts facts) {
        this.reading = reading;
        this.live = live;
        this.compiler = compiler;
        this.facts = facts;
    }

    void encode(SinkRecord record, WireBuffer out) {
        facts.write(record, out);
        Object image = reading.image(record);
        if (image instanceof Struct struct) {
            writerFor(struct.schema()).fields(struct, out);
        } else if (image instanceof Map<?, ?> fields) {
            if (map == null) {
                map = compiler.map(live.columns(), "", this::isTaken);
            }
            map.fields(fields, out);
        }
    }

    private StructValue writerFor(Schema schema) {
        if (schema == lastSchema && lastStruct != null) {
            return lastStruct;
        }
        StructValue writer = structs.get(schema);
        if (writer == null) {
            if (structs.size() >= REMEMBERED) {
                structs.clear();
            }
            writer = compiler.struct(schema, live.columns(), "", this::isTaken);
            structs.put(schema, writer);
        }
        lastSchema = schema;
        lastStruct = writer;
        return writer;
    }

    /** Whether a field or column is not the image's. */
    private boolean isTaken(String name) {
        return reading.hides(name) || facts.provides(name);
    }
}
