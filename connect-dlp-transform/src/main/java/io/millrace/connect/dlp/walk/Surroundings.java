// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.rules.Condition;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The records and maps around the current field, with what contexts and conditions found there: for all fields of one, the
 * answer is the same.
 */
final class Surroundings {
    private static final Object MISSING = new Object();

    // Outermost first; those behind the innermost wait for their next use
    private final List<Around> all = new ArrayList<>();
    private int count;

    /** One of them. Paths and conditions are those of the rules, the very objects. */
    private static final class Around {
        private @Nullable Object structOrMap;
        private final IdentityHashMap<FieldPath, Object> values = new IdentityHashMap<>(4);
        private final IdentityHashMap<Condition, Boolean> answers = new IdentityHashMap<>(4);

        private void forget() {
            structOrMap = null;
            if (!values.isEmpty()) {
                values.clear();
            }
            if (!answers.isEmpty()) {
                answers.clear();
            }
        }
    }

    void clear() {
        while (count > 0) {
            leave();
        }
    }

    void enter(Object structOrMap) {
        if (count == all.size()) {
            all.add(new Around());
        }
        all.get(count++).structOrMap = structOrMap;
    }

    void leave() {
        all.get(--count).forget();
    }

    /** The innermost; null for a value that is all there is. */
    @Nullable
    Object innermost() {
        return count == 0 ? null : all.get(count - 1).structOrMap;
    }

    /** Whether a condition holds here; null when nobody asked. */
    @Nullable
    Boolean answer(Condition condition) {
        return count == 0 ? null : all.get(count - 1).answers.get(condition);
    }

    void remember(Condition condition, boolean holds) {
        if (count > 0) {
            all.get(count - 1).answers.put(condition, holds);
        }
    }

    /** Looked for in the nearest one first. */
    @Nullable
    Object valueOf(FieldPath path) {
        Object value = null;
        int at = count;
        while (at > 0 && value == null) {
            Around around = all.get(--at);
            value = around.values.get(path);
            if (value == null) {
                value = descend(around.structOrMap, path.steps());
            }
        }
        Object known = value == null ? MISSING : value;
        for (int i = at; i < count; i++) {
            all.get(i).values.put(path, known); // none further in has another
        }
        return known == MISSING ? null : known;
    }

    private static @Nullable Object descend(@Nullable Object start, List<FieldPath.Step> steps) {
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
