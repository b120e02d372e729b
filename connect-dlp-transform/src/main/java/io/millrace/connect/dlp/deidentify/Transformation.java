// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import org.jspecify.annotations.Nullable;

/** One configured transformation, ready to run on a task's thread. */
public interface Transformation {

    /** What comes out for a field of a type; known from types alone, so that a schema never depends on a value. */
    enum Output {
        /** The same type. */
        SAME,
        /** The same type, and null where the value was: the field becomes optional. */
        SAME_OR_NULL,
        /** Text. */
        TEXT,
        /** A 32-bit integer. */
        INT32,
        /** Nothing: the transformation has no meaning for the type. */
        UNSUPPORTED;

        /** Of a transformation that takes whatever has a text. */
        static Output textOf(FieldType type) {
            return type == FieldType.BYTES ? UNSUPPORTED : type == FieldType.TEXT ? SAME : TEXT;
        }
    }

    /** What a field of this type becomes. */
    Output output(FieldType type);

    /**
     * Transforms a whole value.
     *
     * @param context the value of the context field; null when the transformation has none or the record lacks it
     * @return the masked value, of the output's type; null only for {@link Output#SAME_OR_NULL}
     * @throws MaskingException when the value cannot be transformed; it carries no value
     */
    @Nullable
    Object apply(FieldType type, Object value, @Nullable Object context);

    /**
     * About what transforming a value costs, in {@link Cost#STEP steps}, as measured: what a record may cost is counted and
     * not timed, so that the same record is masked the same everywhere and again.
     *
     * @param length of the value, in characters or bytes
     * @param context the length of the context's value; 0 without one
     */
    default long steps(long length, long context) {
        return Cost.VALUE + length / 8;
    }

    /** Transforms a piece of text that was found to be of an infoType. */
    default String applyToFinding(String finding, String infoType, @Nullable Object context) {
        Object masked = apply(FieldType.TEXT, finding, context);
        return masked == null ? "" : masked.toString();
    }

    /** A transformation that can be undone with the key. */
    interface Reversible extends Transformation {
        /**
         * Brings the value back as text.
         *
         * @throws MaskingException when it is no token of this key and context
         */
        String reidentify(String token, @Nullable Object context);

        /** How tokens are found in a text; null when a token is the whole text. */
        @Nullable
        Surrogate surrogate();
    }
}
