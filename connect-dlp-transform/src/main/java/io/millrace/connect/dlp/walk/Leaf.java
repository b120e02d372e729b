// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.cloud.Question;
import io.millrace.connect.dlp.deidentify.Transformation.Output;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.rules.Condition;
import io.millrace.connect.dlp.rules.Treatment;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One field that rules cover: the first rule whose condition holds treats it.
 *
 * @param field where it stands, for errors and counters; never a map's key
 * @param name its own name, whose words count as hotwords; empty for a record that is one value; may be data
 * @param cases the rules, in order
 * @param output what the field becomes, whichever case applies
 * @param schema the masked field's schema; null in a schemaless record
 */
record Leaf(
        String field,
        String name,
        FieldType type,
        List<Case> cases,
        Output output,
        @Nullable Schema schema,
        MaskingRules rules)
        implements Node {

    /** One rule, ready to run. */
    record Case(String rule, Condition condition, FieldTreatment treatment) {}

    /** The leaf for a place that at least one rule covers. */
    static Leaf of(
            List<FieldPath.Step> place,
            FieldType type,
            List<MaskingRules.Ready> covering,
            @Nullable Schema schema,
            MaskingRules rules) {
        FieldPath.Step last = place.isEmpty() ? null : place.get(place.size() - 1);
        return new Leaf(
                rules.shown(place),
                last instanceof FieldPath.Step.Name name
                        ? name.name()
                        : last instanceof FieldPath.Step.Entry entry ? entry.name() : "",
                type,
                covering.stream()
                        .map(each -> new Case(each.rule().name(), each.rule().condition(), each.treatment()))
                        .toList(),
                MaskingRules.output(covering, type),
                schema,
                rules);
    }

    @Override
    public String toString() {
        return "Leaf[" + field + "]";
    }

    Leaf {
        cases = List.copyOf(cases);
    }

    Audit audit() {
        return rules.audit();
    }

    WalkSettings settings() {
        return rules.settings();
    }

    @Override
    public void collect(Object value, Visit visit) {
        for (Case candidate : cases) {
            if (candidate.condition().holds(visit.fields())) {
                Treatment remote = remote(candidate);
                String text = remote == null ? null : textForRemote(candidate, value);
                if (remote != null && text != null) {
                    visit.ask(new Question(text, type != FieldType.TEXT, remote, context(remote, visit)));
                }
                return;
            }
        }
    }

    /** Cloud DLP masks what becomes text; dates, flags and bytes are masked here whatever the engine. */
    private @Nullable Treatment remote(Case rule) {
        boolean becomesText = type == FieldType.TEXT || output == Output.TEXT;
        return becomesText && type != FieldType.BYTES ? rule.treatment().remote() : null;
    }

    /** What Cloud DLP is shown; null for what is handled here by on.error: too long, or not even text. */
    private @Nullable String textForRemote(Case rule, Object value) {
        try {
            String text = type.text(value);
            return rule.treatment().scans() && text.length() > settings().maxScanChars() ? null : text;
        } catch (RuntimeException unreadable) {
            return null; // its message may quote the value
        }
    }

    private static @Nullable Object context(Treatment remote, Visit visit) {
        FieldPath path =
                remote instanceof Treatment.WholeValue whole ? whole.primitive().context() : null;
        return path == null ? null : visit.valueOf(path);
    }

    @Override
    public @Nullable Object apply(Object value, Visit visit) {
        for (Case candidate : cases) {
            if (candidate.condition().holds(visit.fields())) {
                return treat(candidate, value, visit);
            }
        }
        return settings().inspectOnly() ? value : sameFor(value);
    }

    private @Nullable Object treat(Case rule, Object value, Visit visit) {
        try {
            boolean asked = visit.isAnswered() && remote(rule) != null && textForRemote(rule, value) != null;
            Visit.Answer answer = asked ? visit.nextAnswer() : null;
            if (answer != null) {
                return answered(rule, answer, value, visit);
            }
            Object masked = rule.treatment().apply(this, value, visit);
            if (settings().inspectOnly()) {
                return masked == value ? value : spared(value, visit);
            }
            return masked == null ? null : sameFor(masked);
        } catch (MaskingException failure) {
            return failed(rule, failure.code(), value, visit);
        } catch (RuntimeException anything) {
            // Whatever it says may quote the value: only the code goes on.
            return failed(rule, MaskingException.Code.ENGINE, value, visit);
        }
    }

    private static Object spared(Object value, Visit visit) {
        visit.spare();
        return value;
    }

    private Object answered(Case rule, Visit.Answer answer, Object value, Visit visit) {
        String masked = answer.text();
        if (masked == null) {
            throw new MaskingException(MaskingException.Code.ENGINE);
        }
        if (masked.equals(type.text(value))) {
            return settings().inspectOnly() ? value : sameFor(value);
        }
        FieldTreatment.Mark mark = rule.treatment().mark();
        audit().transformed(field, mark == null ? "findings" : mark.transformation());
        return settings().inspectOnly() ? spared(value, visit) : masked;
    }

    private @Nullable Object failed(Case rule, MaskingException.Code code, Object value, Visit visit) {
        audit().failed(field, rule.rule(), code);
        if (settings().inspectOnly()) {
            return spared(value, visit);
        }
        return switch (settings().onError()) {
            case REDACT -> blank(value);
            case DROP_FIELD -> schema == null || schema.isOptional() ? null : blank(value);
            case DROP_RECORD -> {
                visit.drop();
                yield blank(value);
            }
            case FAIL -> throw new FieldFailure(visit.topic(), field, rule.rule(), code);
        };
    }

    private @Nullable Object blank(Object value) {
        if (schema != null) {
            return Blank.of(schema);
        }
        return value instanceof CharSequence ? "" : null;
    }

    /** What several cases give must be of one type, so that the schema does not depend on the value. */
    private Object sameFor(Object value) {
        return output != Output.TEXT || value instanceof String ? value : type.text(value);
    }
}
