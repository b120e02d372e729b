// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.change.Reading;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.ColumnCount;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Encodes records of one reading for one live shape. */
final class RowEncoder {
    /** About what a column's reader and writer hold, in bytes. */
    private static final long COLUMN = 200;

    private final Reading reading;
    private final TableShape live;
    private final FieldCompiler compiler;
    private final RecordFacts facts;
    private final Gaps gaps;
    private final Set<String> fields = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    /** By content: an envelope's images and key, however many objects its converter makes of their schemas. */
    private final Map<Schema, StructValue> structs = new HashMap<>();

    private @Nullable Schema lastSchema;
    private @Nullable StructValue lastStruct;
    private @Nullable MapValue map;
    private boolean hasMap;

    /** @param gaps of all rows of the live shape */
    RowEncoder(Reading reading, TableShape live, FieldCompiler compiler, RecordFacts facts, Gaps gaps) {
        this.reading = reading;
        this.live = live;
        this.compiler = compiler;
        this.facts = facts;
        this.gaps = gaps;
        if (reading.imageSchema() != null && gaps.isPossible()) {
            fields.addAll(compiler.columns(reading.imageSchema(), reading::hides));
        }
    }

    void encode(SinkRecord record, WireBuffer out) {
        facts.write(record, out);
        Object image = reading.image(record);
        hasMap = image instanceof Map;
        if (image instanceof Struct struct) {
            writerFor(struct.schema()).fields(struct, out);
        } else if (image instanceof Map<?, ?> fields) {
            if (map == null) {
                map = compiler.map(live.columns(), "", this::isTaken);
            }
            map.fields(fields, out);
        }
    }

    /** See {@link Gaps#nulls}: of the row that was encoded last. */
    Set<String> nulls(byte[] row) {
        return gaps.nulls(
                row,
                column -> facts.provides(column)
                        || fields.contains(column)
                        || (hasMap && map != null && map.hasNamed(column)));
    }

    private StructValue writerFor(Schema schema) {
        if (schema == lastSchema && lastStruct != null) {
            return lastStruct;
        }
        StructValue writer =
                structs.computeIfAbsent(schema, first -> compiler.struct(first, live.columns(), "", this::isTaken));
        lastSchema = schema;
        lastStruct = writer;
        return writer;
    }

    /** About how many bytes it holds, for all images that it may meet. */
    long weight() {
        return COLUMN * ColumnCount.of(live.columns());
    }

    /** Whether a field or column is not the image's. */
    private boolean isTaken(String name) {
        return reading.hides(name) || facts.provides(name);
    }
}
