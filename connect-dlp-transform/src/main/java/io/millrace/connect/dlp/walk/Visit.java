// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.cloud.Question;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.infotype.InfoType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
    private final List<Object> enclosing = new ArrayList<>();
    // Of the entries of maps with a schema that are being walked, outermost first
    private final List<String> keys = new ArrayList<>();
    private final Function<FieldPath, @Nullable Object> fields = this::valueOf;
    private final Set<Question> questions = new LinkedHashSet<>();
    // How often each question was asked, and then answered, in this record
    private final Map<Question, Integer> times = new HashMap<>();
    private final Set<InfoType> found = new HashSet<>();
    private @Nullable Map<Question, String> answers;
    private String topic = "";
    private boolean dropped;
    private boolean spared;
    private long stepsLeft;

    Visit() {}

    /** @param steps what the values may cost */
    void begin(String recordTopic, long steps) {
        enclosing.clear();
        keys.clear();
        topic = recordTopic;
        dropped = false;
        spared = false;
        stepsLeft = steps;
        questions.clear();
        times.clear();
        found.clear();
        answers = null;
    }

    String topic() {
        return topic;
    }

    /** What other values of the record may cost; negative when none may any more. */
    long stepsLeft() {
        return stepsLeft;
    }

    /**
     * Before a value is masked: whether this record may have it cost so much.
     *
     * @throws MaskingException when it may not, and for all values after that, so that what costs less is no way around
     */
    void spend(long cost) {
        stepsLeft = stepsLeft < 0 ? stepsLeft : stepsLeft - cost;
        if (stepsLeft < 0) {
            throw new MaskingException(MaskingException.Code.OVERSPENT);
        }
    }

    /** {@link #valueOf} as a function, made once. */
    Function<FieldPath, @Nullable Object> fields() {
        return fields;
    }

    /** Before a remote engine is asked: the leaves ask. */
    void ask(Question question) {
        questions.add(question.nth(next(question)));
    }

    private int next(Question question) {
        return times.merge(question, 1, Integer::sum) - 1;
    }

    Set<Question> questions() {
        return questions;
    }

    /** The remote engine's answers; a question that is not among them has failed. */
    void answer(Map<Question, String> given) {
        answers = given;
        times.clear();
    }

    /** Whether a remote engine answered; if not, this process does the masking itself. */
    boolean isAnswered() {
        return answers != null;
    }

    /** The masked text; null when there is none. */
    @Nullable
    String answerTo(Question question) {
        return answers == null ? null : answers.get(question.nth(next(question)));
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

    void enterEntry(@Nullable Object key) {
        keys.add(String.valueOf(key));
    }

    void leaveEntry() {
        keys.remove(keys.size() - 1);
    }

    /** The keys of the entries that are being walked, outermost first. */
    List<String> keys() {
        return keys;
    }

    /** The record that the current value stands in, or the map without a schema; null for a value that is all there is. */
    @Nullable
    Object around() {
        return enclosing.isEmpty() ? null : enclosing.get(enclosing.size() - 1);
    }

    /** The place with the keys of the maps around it. */
    List<FieldPath.Step> named(List<FieldPath.Step> place) {
        List<FieldPath.Step> named = new ArrayList<>(place);
        int key = 0;
        for (int i = 0; i < named.size() && key < keys.size(); i++) {
            if (named.get(i) == FieldPath.Step.Wildcard.MAP_VALUES) {
                named.set(i, new FieldPath.Step.Entry(keys.get(key++)));
            }
        }
        return named;
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
