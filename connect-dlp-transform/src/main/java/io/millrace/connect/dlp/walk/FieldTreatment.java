// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.deidentify.Cost;
import io.millrace.connect.dlp.deidentify.Surrogate;
import io.millrace.connect.dlp.deidentify.Transformation;
import io.millrace.connect.dlp.deidentify.Transformation.Output;
import io.millrace.connect.dlp.detect.DisjointFindings;
import io.millrace.connect.dlp.detect.Finding;
import io.millrace.connect.dlp.detect.Inspector;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.field.Utf8;
import io.millrace.connect.dlp.rules.Treatment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a rule does to one field, with its transformations ready to run. */
sealed interface FieldTreatment {

    /** The masked value, or the same object when nothing is to be masked. */
    @Nullable
    Object apply(Site site, Object value, Visit visit);

    /** What fields of this type become. */
    Output output(FieldType type);

    /** What one value costs; digits of numbers are written out first. */
    private static long cost(Transformation transformation, FieldType type, Object value, @Nullable Object context) {
        long length = Cost.length(value);
        long read = type == FieldType.TEXT || type == FieldType.BYTES ? 0 : Cost.number(length);
        return read + transformation.steps(length, Cost.length(context));
    }

    /** True when it looks for findings in text, and leaves fields of other types to later rules. */
    default boolean scans() {
        return false;
    }

    /** True when it leaves every field as it is. */
    default boolean keeps() {
        return false;
    }

    /** What Cloud DLP would be told to do instead; null for what is done here whatever the engine. */
    default @Nullable Treatment remote() {
        return null;
    }

    /** What the schema says of a field that is always masked; null when it says nothing. */
    default @Nullable Mark mark() {
        return null;
    }

    /**
     * The schema parameters of a masked field.
     *
     * @param keepsForm true when the result is still what the schema's name says, e.g. a date
     */
    record Mark(String transformation, @Nullable String infoType, boolean keepsForm) {}

    /** A transformation and the field that binds it. */
    record Bound(
            Transformation transformation,
            String name,
            @Nullable FieldPath context) {
        /** The context's value, with the cost of masking a value counted: before anything is done with it. */
        private @Nullable Object contextFor(FieldType type, Object value, Visit visit) {
            Object bound = context == null ? null : visit.valueOf(context);
            visit.spend(cost(transformation, type, value, bound));
            return bound;
        }
    }

    /** The field stays. */
    record Keep() implements FieldTreatment {
        @Override
        public Object apply(Site site, Object value, Visit visit) {
            return value;
        }

        @Override
        public Output output(FieldType type) {
            return Output.SAME;
        }

        @Override
        public boolean keeps() {
            return true;
        }
    }

    /**
     * The whole value is transformed.
     *
     * @param expected finds only what the rule expects the value to be; null when it expects nothing
     */
    record Whole(
            Bound bound,
            String rule,
            Treatment.WholeValue remote,
            @Nullable Inspector expected) implements FieldTreatment {
        @Override
        public Output output(FieldType type) {
            return bound.transformation().output(type);
        }

        @Override
        public Mark mark() {
            return new Mark(bound.name(), remote.infoType(), remote.primitive().keepsForm());
        }

        @Override
        public @Nullable Object apply(Site site, Object value, Visit visit) {
            if (output(site.type()) == Output.UNSUPPORTED) {
                throw new MaskingException(MaskingException.Code.UNSUPPORTED_TYPE);
            }
            Object context = bound.contextFor(site.type(), value, visit);
            if (expected != null && site.type() != FieldType.BYTES) {
                watchDrift(site, site.type().text(value), expected, visit);
            }
            Object masked = bound.transformation().apply(site.type(), value, context);
            visit.spend(Cost.written(masked));
            site.audit().transformed(site.field(), bound.name());
            return masked;
        }

        private void watchDrift(Site site, String text, Inspector inspector, Visit visit) {
            for (Finding finding : inspector.inspect(text, "", visit::looked)) {
                if (finding.chars().start() == 0 && finding.chars().end() == text.length()) {
                    return;
                }
            }
            site.audit().drifted(site.field(), rule);
        }
    }

    /** Text is inspected; each finding is transformed, the rest of the text stays. */
    record Scan(
            Inspector inspector,
            Map<String, Bound> byInfoType,
            @Nullable Bound others,
            Treatment.Findings remote) implements FieldTreatment {
        @Override
        public Output output(FieldType type) {
            return Output.SAME;
        }

        @Override
        public boolean scans() {
            return true;
        }

        @Override
        public @Nullable Object apply(Site site, Object value, Visit visit) {
            String text = site.type() == FieldType.BYTES
                    ? Utf8.text(value)
                    : site.type().textToScan(value);
            if (text == null) {
                site.audit().unread(site.field());
                return value;
            }
            if (text.length() > site.settings().maxScanChars()) {
                throw new MaskingException(MaskingException.Code.OVERSIZE);
            }
            site.audit().inspected(text.length());
            List<Finding> findings = inspector.inspect(text, site.label().in(visit), visit::looked);
            if (findings.isEmpty()) {
                return value;
            }
            for (Finding finding : findings) {
                site.audit().found(site.field(), finding.infoType(), finding.likelihood());
                visit.found(finding.infoType());
            }
            if (site.type() != FieldType.TEXT && site.type() != FieldType.BYTES) {
                // A number cannot hold a token; what was found in it must not stay either.
                throw new MaskingException(MaskingException.Code.UNSUPPORTED_TYPE);
            }
            Object rewritten = rewritten(site, text, value, DisjointFindings.of(findings), visit);
            return site.type() == FieldType.BYTES && rewritten instanceof String masked
                    ? Utf8.bytesLike(value, masked)
                    : rewritten;
        }

        private Object rewritten(Site site, String text, Object value, List<Finding> findings, Visit visit) {
            if (findings.size() == 1) {
                Finding only = findings.get(0);
                Bound bound = boundFor(only);
                return bound == null
                        ? value
                        : Rewriting.once(
                                text, only.chars().start(), only.chars().end(), masked(site, text, only, bound, visit));
            }
            Rewriting rewriting = new Rewriting(text);
            boolean rewritten = false;
            for (Finding finding : findings) {
                Bound bound = boundFor(finding);
                if (bound != null) {
                    String masked = masked(site, text, finding, bound, visit);
                    rewriting.replace(finding.chars().start(), finding.chars().end(), masked);
                    rewritten = true;
                }
            }
            return rewritten ? rewriting.finish() : value;
        }

        private @Nullable Bound boundFor(Finding finding) {
            return byInfoType.getOrDefault(finding.infoType().name(), others);
        }

        private static @Nullable String masked(Site site, String text, Finding finding, Bound bound, Visit visit) {
            String plain = FoundText.of(text, finding.chars());
            String masked = bound.transformation()
                    .applyToFinding(plain, finding.infoType().name(), bound.contextFor(FieldType.TEXT, plain, visit));
            visit.spend(Cost.written(masked));
            site.audit().transformed(site.field(), bound.name());
            return masked;
        }
    }

    /** A token is brought back; what is no token stays as it is, and is counted. */
    record Reidentify(
            Transformation.Reversible transformation,
            String name,
            String rule,
            @Nullable FieldPath context) implements FieldTreatment {
        @Override
        public Output output(FieldType type) {
            return type == FieldType.TEXT ? Output.SAME : Output.UNSUPPORTED;
        }

        @Override
        public Object apply(Site site, Object value, Visit visit) {
            if (site.type() != FieldType.TEXT) {
                throw new MaskingException(MaskingException.Code.NOT_A_TOKEN);
            }
            String text = value.toString();
            Object bound = context == null ? null : visit.valueOf(context);
            Surrogate inText = transformation.surrogate();
            if (inText != null) {
                String original =
                        inText.replaceAll(text, new TokenText(text), token -> original(site, token, bound, visit));
                return original.equals(text) ? value : original;
            }
            String original = original(site, text, bound, visit);
            return original.equals(text) ? value : original;
        }

        private String original(Site site, String token, @Nullable Object bound, Visit visit) {
            try {
                visit.spend(cost(transformation, FieldType.TEXT, token, bound));
                String original = transformation.reidentify(token, bound);
                site.audit().transformed(site.field(), name);
                return original;
            } catch (MaskingException noToken) {
                site.audit().failed(site.field(), rule, noToken.code());
                return token;
            }
        }
    }
}
