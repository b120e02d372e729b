// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.cloud.Question;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.infotype.InfoType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * One pass over one record: which records enclose the current field, and whether the whole is to be dropped. Reused from
 * record to record.
 */
public final class Visit {
    /**
     * A remote engine's answer to one question.
     *
     * @param text the masked text; null when the engine could not be asked
     */
    record Answer(@Nullable String text) {}

    private final List<Object> enclosing = new ArrayList<>();
    private final Function<FieldPath, @Nullable Object> fields = this::valueOf;
    private final List<Question> questions = new ArrayList<>();
    private final Set<InfoType> found = new HashSet<>();
    private @Nullable Iterator<Answer> answers;
    private String topic = "";
    private boolean dropped;
    private boolean spared;

    Visit() {}

    void begin(String recordTopic) {
        enclosing.clear();
        topic = recordTopic;
        dropped = false;
        spared = false;
        questions.clear();
        found.clear();
        answers = null;
    }

    String topic() {
        return topic;
    }

    /** {@link #valueOf} as a function, made once. */
    Function<FieldPath, @Nullable Object> fields() {
        return fields;
    }

    /** Before a remote engine is asked: the leaves ask, in the order of the walk. */
    void ask(Question question) {
        questions.add(question);
    }

    List<Question> questions() {
        return questions;
    }

    /** The remote engine's answers, which the leaves take in the same order. */
    void answer(List<Answer> given) {
        answers = given.iterator();
    }

    /** Whether a remote engine answered; if not, this process does the masking itself. */
    boolean isAnswered() {
        return answers != null;
    }

    /** The next answer; null when there is none. */
    @Nullable
    Answer nextAnswer() {
        return answers == null ? null : answers.next();
    }

    /** What the local engine found in the record so far. */
    Set<InfoType> found() {
        return found;
    }

    void found(InfoType infoType) {
        found.add(infoType);
    }

    void drop() {
        dropped = true;
    }

    boolean dropped() {
        return dropped;
    }

    /** Something would have been masked if masking were not only tried out. */
    void spare() {
        spared = true;
    }

    boolean spared() {
        return spared;
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
