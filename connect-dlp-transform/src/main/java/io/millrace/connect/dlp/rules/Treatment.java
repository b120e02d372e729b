// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.rules;

import io.millrace.connect.dlp.deidentify.Primitive;
import io.millrace.connect.dlp.field.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a rule does to a field it matches. */
public sealed interface Treatment {
    /** Every transformation that it may run. */
    List<Primitive> primitives();

    /** One answer for each kind of treatment. */
    <T> T fold(Function<WholeValue, T> whole, Function<Findings, T> findings, Supplier<T> keep);

    /** True when findings are treated and the rest of a text stays. */
    default boolean looksInside() {
        return fold(whole -> false, findings -> true, () -> false);
    }

    /** The field that binds what becomes of a whole value; null for none. */
    default @Nullable FieldPath context() {
        return null;
    }

    /**
     * The whole value is transformed, whatever it says.
     *
     * @param infoType what the field is known to hold, for schema parameters and the drift counter; null if unknown
     */
    record WholeValue(Primitive primitive, @Nullable String infoType) implements Treatment {
        @Override
        public List<Primitive> primitives() {
            return List.of(primitive);
        }

        @Override
        public @Nullable FieldPath context() {
            return primitive.context();
        }

        @Override
        public <T> T fold(Function<WholeValue, T> whole, Function<Findings, T> findings, Supplier<T> keep) {
            return whole.apply(this);
        }
    }

    /**
     * Text is inspected and each finding transformed.
     *
     * @param byInfoType the transformation of an infoType's findings
     * @param forOthers the transformation of every other requested infoType; null leaves those as they are
     */
    record Findings(
            Map<String, Primitive> byInfoType, @Nullable Primitive forOthers) implements Treatment {
        public Findings {
            byInfoType = Map.copyOf(byInfoType);
        }

        @Override
        public List<Primitive> primitives() {
            List<Primitive> all = new ArrayList<>(byInfoType.values());
            if (forOthers != null) {
                all.add(forOthers);
            }
            return all;
        }

        @Override
        public <T> T fold(Function<WholeValue, T> whole, Function<Findings, T> findings, Supplier<T> keep) {
            return findings.apply(this);
        }

        /** The transformation for findings of this infoType; null leaves them. */
        public @Nullable Primitive of(String infoType) {
            Primitive named = byInfoType.get(infoType);
            return named == null ? forOthers : named;
        }
    }

    /** The field stays as it is, and later rules do not see it. */
    record Keep() implements Treatment {
        @Override
        public List<Primitive> primitives() {
            return List.of();
        }

        @Override
        public <T> T fold(Function<WholeValue, T> whole, Function<Findings, T> findings, Supplier<T> keep) {
            return keep.get();
        }
    }
}
