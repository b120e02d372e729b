// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.millrace.connect.dlp.field.MaskingException;

/**
 * A text that an expression of the user's is run over, and what it may cost. RE2 looks for one match in linear time, but all
 * matches of an expression like {@code a(.*z)?} cost the square of the text, since each looks on to its end. So the characters
 * read are counted: a good expression reads a text a few times over.
 */
final class BudgetedText implements CharSequence {
    private static final int READS_A_CHARACTER = 16;
    private static final int READS_A_TEXT = 10_000;

    /** An expression larger than this may read less: each character costs it as many steps as it has parts. */
    private static final int USUAL_PARTS = 512;

    private final String text;
    private long left;

    private BudgetedText(String text, int parts) {
        this.text = text;
        this.left =
                (READS_A_TEXT + (long) READS_A_CHARACTER * text.length()) * USUAL_PARTS / Math.max(USUAL_PARTS, parts);
    }

    /** A matcher whose methods throw {@link MaskingException.Code#OVERSPENT} when it has read too much. */
    static Matcher matcher(Pattern pattern, String text) {
        return pattern.matcher(new BudgetedText(text, pattern.programSize()));
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
            throw new MaskingException(MaskingException.Code.OVERSPENT);
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
