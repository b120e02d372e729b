// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.field;

/**
 * A value that could not be masked. It carries a code and nothing else: no value, no cause (the JDK's parsers quote
 * their input in their messages), no stack trace of foreign code.
 */
public final class MaskingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, as shown in metrics and errors. */
    public enum Code {
        /** The transformation has no meaning for a value of this type. */
        UNSUPPORTED_TYPE("a value of a type that this transformation does not take"),
        /** Text that is not the number, date or time that the transformation needs. */
        NOT_PARSABLE("a value that is not what the transformation needs: a number, a date or a time"),
        /** Characters outside the alphabet or so few that the domain is below one million; no bucket; no such date. */
        OUTSIDE_DOMAIN(
                "a value outside the alphabet, the buckets or the calendar, or too short: the domain must be at least 1,000,000"),
        /** The context field is missing or null. */
        NO_CONTEXT("a record without a value in the context field"),
        /** A token that no key of the keyset made. */
        NOT_A_TOKEN("a value that is no token of this keyset and context"),
        /** Text longer than what is inspected, or than the transformation takes. */
        OVERSIZE("a text longer than max.scan.chars, or than the transformation takes"),
        /** A text on which a regular expression of the configuration reads too much, or a record of too many values. */
        OVERSPENT(
                "a text on which a regular expression costs too much, or a record whose values cost more than max.record.ms"),
        /** Lists, maps or records within each other, deeper than they are walked. */
        TOO_DEEP("a value within more than 500 lists, maps and records"),
        /** The engine failed. */
        ENGINE("an engine failure");

        private final String text;

        Code(String text) {
            this.text = text;
        }
    }

    private final Code code;

    /** A failure with this code. */
    public MaskingException(Code code) {
        super(code.text, null, false, false);
        this.code = code;
    }

    /** Why masking failed, of which nothing else may be told. */
    public static Code codeOf(RuntimeException failure) {
        return failure instanceof MaskingException known ? known.code : Code.ENGINE;
    }

    /** Why. */
    public Code code() {
        return code;
    }
}
