// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.cloud.Question;
import io.millrace.connect.dlp.deidentify.Cost;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.rules.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One pass over one record: which records enclose the current field, and whether the whole is to be dropped. Reused from
 * record to record.
 */
public final class Visit {
    private final Surroundings surroundings = new Surroundings();
    // Of the entries of maps with a schema that are being walked, outermost first
    private final List<String> keys = new ArrayList<>();
    private final Function<FieldPath, @Nullable Object> fields = this::valueOf;
    private final Function<FieldPath, @Nullable Object> counted = this::compared;
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
        surroundings.clear();
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

    /** Before something is looked for, as {@link Cost#looked}. */
    void looked(long charactersAndParts) {
        spend(Cost.looked(charactersAndParts));
    }

    /** {@link #valueOf} as a function, made once. */
    Function<FieldPath, @Nullable Object> fields() {
        return fields;
    }

    /**
     * Whether a rule's condition holds for the current field: decided once for all fields of a record or map.
     *
     * @throws MaskingException when asking costs more than this record may
     */
    boolean holds(Condition condition) {
        if (condition.all().isEmpty()) {
            return true;
        }
        Boolean known = surroundings.answer(condition);
        if (known == null) {
            known = condition.holds(counted);
            surroundings.remember(condition, known);
        }
        return known;
    }

    private @Nullable Object compared(FieldPath path) {
        Object value = valueOf(path);
        spend(Cost.compared(value));
        return value;
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
        surroundings.enter(structOrMap);
    }

    void leave() {
        surroundings.leave();
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
        return surroundings.innermost();
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
        return surroundings.valueOf(path);
    }
}
