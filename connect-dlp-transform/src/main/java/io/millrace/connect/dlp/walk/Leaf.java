// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.cloud.Question;
import io.millrace.connect.dlp.deidentify.Transformation.Output;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.rules.Treatment;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * One field that rules cover: the first rule whose condition holds treats it.
 *
 * @param rules in order
 * @param output what the field becomes, whichever rule applies
 * @param schema the masked field's schema; null in a schemaless record
 */
record Leaf(
        Site site,
        List<MaskingRules.Ready> rules,
        Output output,
        @Nullable Schema schema) implements Node {

    /** The leaf for a place that at least one rule covers. */
    static Leaf of(
            List<FieldPath.Step> place,
            FieldType type,
            List<MaskingRules.Ready> covering,
            @Nullable Schema schema,
            MaskingRules all) {
        Site site = new Site(all.shown(place), nameOf(place), type, all.audit(), all.settings());
        return new Leaf(site, covering, MaskingRules.output(covering, type), schema);
    }

    /** The name nearest to the field: an element is called what its list is. */
    private static String nameOf(List<FieldPath.Step> place) {
        for (int i = place.size() - 1; i >= 0; i--) {
            String name = place.get(i).ownName();
            if (!name.isEmpty()) {
                return name;
            }
        }
        return "";
    }

    Leaf {
        rules = List.copyOf(rules);
    }

    @Override
    public String toString() {
        return "Leaf[" + site.field() + "]";
    }

    /** The rule that treats the field of this record; null when none does. */
    private MaskingRules.@Nullable Ready ruleFor(Visit visit) {
        for (MaskingRules.Ready candidate : rules) {
            if (candidate.rule().condition().holds(visit.fields())) {
                return candidate;
            }
        }
        return null;
    }

    @Override
    public void collect(Object value, Visit visit) {
        MaskingRules.Ready rule = ruleFor(visit);
        Question question = rule == null ? null : question(rule, value, visit);
        if (question != null) {
            visit.ask(question);
        }
    }

    /** What Cloud DLP is asked of the value; null for what is done here whatever the engine, and what on.error handles. */
    private @Nullable Question question(MaskingRules.Ready rule, Object value, Visit visit) {
        Treatment remote = remote(rule);
        String text = remote == null ? null : textForRemote(rule, value);
        if (remote == null || text == null) {
            return null;
        }
        FieldPath path = remote.context();
        Object context = path == null ? null : visit.valueOf(path);
        return new Question(site.field(), text, site.type() != FieldType.TEXT, remote, context, 0);
    }

    /** Cloud DLP masks what becomes text; dates, flags and bytes are masked here whatever the engine. */
    private @Nullable Treatment remote(MaskingRules.Ready rule) {
        boolean becomesText = site.type() == FieldType.TEXT || output == Output.TEXT;
        return becomesText && site.type() != FieldType.BYTES ? rule.treatment().remote() : null;
    }

    /** What Cloud DLP is shown; null for what is too long, or not even text. */
    private @Nullable String textForRemote(MaskingRules.Ready rule, Object value) {
        try {
            String text = site.type().text(value);
            return rule.treatment().scans() && text.length() > site.settings().maxScanChars() ? null : text;
        } catch (RuntimeException unreadable) {
            return null; // its message may quote the value
        }
    }

    @Override
    public @Nullable Object apply(Object value, Visit visit) {
        MaskingRules.Ready rule = ruleFor(visit);
        if (rule != null) {
            return treat(rule, value, visit);
        }
        return site.settings().inspectOnly() ? value : sameFor(value);
    }

    private @Nullable Object treat(MaskingRules.Ready rule, Object value, Visit visit) {
        try {
            Question question = visit.isAnswered() ? question(rule, value, visit) : null;
            if (question != null) {
                return answered(rule, visit.answerTo(question), value, visit);
            }
            Object masked = rule.treatment().apply(site, value, visit);
            if (site.settings().inspectOnly()) {
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

    /** Without an answer the field is handled by on.error: nothing leaves unmasked. */
    private Object answered(MaskingRules.Ready rule, @Nullable String answer, Object value, Visit visit) {
        if (answer == null) {
            throw new MaskingException(MaskingException.Code.ENGINE);
        }
        if (answer.equals(site.type().text(value))) {
            return site.settings().inspectOnly() ? value : sameFor(value);
        }
        FieldTreatment.Mark mark = rule.treatment().mark();
        site.audit().transformed(site.field(), mark == null ? "findings" : mark.transformation());
        return site.settings().inspectOnly() ? spared(value, visit) : answer;
    }

    private @Nullable Object failed(MaskingRules.Ready rule, MaskingException.Code code, Object value, Visit visit) {
        String name = rule.rule().name();
        site.audit().failed(site.field(), name, code);
        if (site.settings().inspectOnly()) {
            return spared(value, visit);
        }
        return switch (site.settings().onError()) {
            case REDACT -> blank(value);
            case DROP_FIELD -> schema == null || schema.isOptional() ? null : blank(value);
            case DROP_RECORD -> {
                visit.drop();
                yield blank(value);
            }
            case FAIL -> throw new FieldFailure(visit.topic(), site.field(), name, code);
        };
    }

    private @Nullable Object blank(Object value) {
        if (schema != null) {
            return Blank.of(schema);
        }
        return value instanceof CharSequence ? "" : null;
    }

    /** A decimal of any scale in the masked field's schema, which is another one. */
    private static Struct copy(Struct struct, Schema schema) {
        Struct copy = new Struct(schema);
        schema.fields().forEach(field -> copy.put(field, struct.get(field.name())));
        return copy;
    }

    /** What several rules give must be of one type, so that the schema does not depend on the value. */
    private Object sameFor(Object value) {
        if (output != Output.TEXT && schema != null && value instanceof Struct struct && struct.schema() != schema) {
            return copy(struct, schema);
        }
        return output != Output.TEXT || value instanceof String
                ? value
                : site.type().text(value);
    }
}
