// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.rules.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * One pass over one record: which records enclose the current field, and whether the whole is to be dropped. Reused from
 * record to record.
 */
final class Visit {
    private final List<Object> enclosing = new ArrayList<>();
    private final Function<FieldPath, @Nullable Object> fields = this::valueOf;
    private String topic = "";
    private boolean dropped;

    void begin(String recordTopic) {
        enclosing.clear();
        topic = recordTopic;
        dropped = false;
    }

    String topic() {
        return topic;
    }

    /** {@link #valueOf} as a function, made once. */
    Function<FieldPath, @Nullable Object> fields() {
        return fields;
    }

    void drop() {
        dropped = true;
    }

    boolean dropped() {
        return dropped;
    }

    void enter(Object structOrMap) {
        enclosing.add(structOrMap);
    }

    void leave() {
        enclosing.remove(enclosing.size() - 1);
    }

    /**
     * The value of a field that a context or condition names: looked for in the nearest enclosing record first, so that
     * {@code customer_id} means the one beside the masked field, in the before image as in the after image.
     */
    @Nullable
    Object valueOf(FieldPath path) {
        for (int i = enclosing.size() - 1; i >= 0; i--) {
            Object value = descend(enclosing.get(i), path.steps());
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable Object descend(Object start, List<FieldPath.Step> steps) {
        Object at = start;
        for (FieldPath.Step step : steps) {
            if (!(step instanceof FieldPath.Step.Name name)) {
                return null;
            }
            if (at instanceof Struct struct) {
                Field field = struct.schema().field(name.name());
                at = field == null ? null : struct.get(field);
            } else {
                at = at instanceof Map<?, ?> map ? map.get(name.name()) : null;
            }
            if (at == null) {
                return null;
            }
        }
        return at;
    }
}
