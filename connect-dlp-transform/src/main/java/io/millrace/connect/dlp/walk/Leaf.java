// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.cloud.Question;
import io.millrace.connect.dlp.deidentify.Transformation.Output;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.field.Place;
import io.millrace.connect.dlp.rules.Treatment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * One field that rules cover. Of the rules whose conditions hold, the first that treats whole values or keeps them
 * treats it, and the rules with findings before a kept one; without such a rule all with findings treat it together.
 *
 * @param rules in order
 * @param output what the field becomes, whichever rule applies
 * @param schema the masked field's schema; null in a schemaless record
 */
record Leaf(
        Site site,
        List<Candidate> rules,
        Output output,
        @Nullable Schema schema,
        MaskingRules all) implements Node {

    /** The leaf for a place that at least one rule covers. */
    static Leaf of(Place place, FieldType type, List<Candidate> covering, @Nullable Schema schema, MaskingRules all) {
        Site site = new Site(place, Label.of(place), type, all.audit(), all.settings());
        return new Leaf(site, covering, MaskingRules.output(covering, type), schema, all);
    }

    Leaf {
        rules = List.copyOf(rules);
    }

    @Override
    public String toString() {
        return "Leaf[" + site.field() + "]";
    }

    /** Whether the same is done in every record. */
    boolean always() {
        return rules.stream().allMatch(Candidate::always);
    }

    /** The rule, or the rules with findings together, that treat the field of this record; null when none does. */
    private @Nullable ReadyRule ruleFor(Visit visit) {
        @Nullable ReadyRule scan = null;
        List<ReadyRule> scans = List.of();
        for (Candidate candidate : rules) {
            if (candidate.holds(site.place(), visit)) {
                ReadyRule ready = candidate.ready();
                if (candidate.entries() != null) {
                    all.matched(ready);
                }
                if (!ready.treatment().scans()) {
                    return scan != null && ready.treatment().keeps() ? together(scan, scans) : ready;
                }
                if (scan == null) {
                    scan = ready;
                } else {
                    scans = scans.isEmpty() ? new ArrayList<>(List.of(scan)) : scans;
                    scans.add(ready);
                }
            }
        }
        return scan == null ? null : together(scan, scans);
    }

    private ReadyRule together(ReadyRule first, List<ReadyRule> several) {
        return several.isEmpty() ? first : all.together(several);
    }

    /** The leaf for lists, maps or records too deep to be walked, into which a rule may lead. */
    static Leaf tooDeep(Place place, ReadyRule rule, @Nullable Schema schema, MaskingRules all) {
        Site site = new Site(place, Label.of(place), FieldType.TEXT, all.audit(), all.settings());
        return new Leaf(site, List.of(new Candidate(rule, null)), Output.SAME, schema, all);
    }

    /** Handles a list, map or record that is too deep: whatever conditions say, since what they ask for may be within. */
    @Nullable
    Object refuseDepth(Object value, Visit visit) {
        return failed(rules.get(0).ready(), MaskingException.Code.TOO_DEEP, value, visit);
    }

    /** Handles a value that nobody here can read, by on.error, where a rule would treat it. */
    @Nullable
    Object refuse(Object value, Visit visit) {
        ReadyRule rule;
        try {
            rule = ruleFor(visit);
        } catch (RuntimeException unjudged) {
            return failed(rules.get(0).ready(), MaskingException.codeOf(unjudged), value, visit);
        }
        if (rule == null || rule.treatment().keeps()) {
            return value;
        }
        return failed(rule, MaskingException.Code.UNSUPPORTED_TYPE, value, visit);
    }

    @Override
    public void collect(Object value, Visit visit) {
        try {
            ReadyRule rule = ruleFor(visit);
            Question question = rule == null ? null : question(rule, value, visit);
            if (question != null) {
                visit.ask(question);
            }
        } catch (RuntimeException unjudged) {
            // nothing is asked, and the field is handled by on.error when it is its turn
        }
    }

    /** What Cloud DLP is asked of the value; null for what is done here whatever the engine, and what on.error handles. */
    private @Nullable Question question(ReadyRule rule, Object value, Visit visit) {
        Treatment remote = remote(rule);
        String text = remote == null ? null : textForRemote(rule, value);
        if (remote == null || text == null) {
            return null;
        }
        FieldPath path = remote.context();
        Object context = path == null ? null : visit.valueOf(path);
        return new Question(site.field(), text, site.type() != FieldType.TEXT, remote, context, 0);
    }

    /** Cloud DLP masks what becomes text; what keeps its type, and bytes, are masked here whatever the engine. */
    private @Nullable Treatment remote(ReadyRule rule) {
        boolean becomesText = site.type() == FieldType.TEXT || output == Output.TEXT;
        return becomesText && site.type() != FieldType.BYTES ? rule.treatment().remote() : null;
    }

    /** What Cloud DLP is shown; null for what is too long, or not even text. */
    private @Nullable String textForRemote(ReadyRule rule, Object value) {
        try {
            String text = site.type().text(value);
            return rule.treatment().scans() && text.length() > site.settings().maxScanChars() ? null : text;
        } catch (RuntimeException unreadable) {
            return null; // its message may quote the value
        }
    }

    @Override
    public @Nullable Object apply(Object value, Visit visit) {
        ReadyRule rule;
        try {
            rule = ruleFor(visit);
        } catch (RuntimeException unjudged) {
            // Whether a rule applies cannot be told: the field is handled as if masking it had failed.
            return failed(rules.get(0).ready(), MaskingException.codeOf(unjudged), value, visit);
        }
        if (rule != null) {
            return treat(rule, value, visit);
        }
        return site.settings().inspectOnly() ? value : sameFor(value);
    }

    private @Nullable Object treat(ReadyRule rule, Object value, Visit visit) {
        try {
            Question question = visit.isAnswered() ? question(rule, value, visit) : null;
            if (question != null) {
                return answered(rule, visit.answerTo(question), value, visit);
            }
            Object masked = rule.treatment().apply(site, value, visit);
            if (site.settings().inspectOnly()) {
                return masked == value ? value : spared(value, visit);
            }
            if (masked instanceof Integer part
                    && output == Output.TEXT
                    && rule.treatment().output(site.type()) == Output.INT32) {
                return part.toString(); // the field's own type would read it as a date
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
    private Object answered(ReadyRule rule, @Nullable String answer, Object value, Visit visit) {
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

    private @Nullable Object failed(ReadyRule rule, MaskingException.Code code, Object value, Visit visit) {
        String name = rule.name();
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

    private static byte[] bytes(Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return (byte[]) value;
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
        if (output != Output.TEXT || value instanceof String) {
            return value;
        }
        return site.type() == FieldType.BYTES
                ? Base64.getEncoder().encodeToString(bytes(value))
                : site.type().text(value);
    }
}
