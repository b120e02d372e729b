// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PASSWORD;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What secrets are called: the last words of a name, in any spelling ({@code DB_PASSWORD}, {@code userPassword},
 * {@code spring.datasource.password}, {@code password1}). Reused; one thread.
 */
final class SecretLabels {

    /** The longest name that is looked at; of longer ones the end. */
    static final int LONGEST = 48;

    private static final SecretWords WORDS = new SecretWords();

    private static final int MOST_WORDS = 4;

    private static final int MOST_BEHIND = 2;

    // Long enough to be known at the end of a word: PGPASSWORD
    private static final List<String> GLUED = List.of(
            "password",
            "passwd",
            "passphrase",
            "passwort",
            "apikey",
            "secret",
            "secretkey",
            "accesskey",
            "privatekey",
            "accesstoken",
            "sessionid",
            "cookie");

    private final char[] compact = new char[LONGEST];
    // Whether a word begins there
    private final boolean[] begins = new boolean[LONGEST];

    /** True when a label may end before that position, with digits behind it or not; most keys of a document end here. */
    boolean mayEnd(Scan scan, int end) {
        char[] chars = scan.chars();
        int i = end - 1;
        while (i > 0
                && end - i < 4
                && (Chars.isDigit(chars[i]) || chars[i] == '_' || chars[i] == '.' || chars[i] == '-')) {
            i--;
        }
        if (i < 1 || chars[i] >= 128) {
            return i >= 0 && chars[i] >= 128 && Chars.isWordLetter(chars[i]);
        }
        return Chars.isLetter(chars[i]) && WORDS.mayEnd(chars, end - LONGEST, i);
    }

    private static char last(String word) {
        return word.charAt(word.length() - 1);
    }

    /** What a name calls a secret; null when it does not. */
    @Nullable
    BuiltInInfoType typeOf(char[] chars, int start, int end) {
        if (isPass(chars, start, end)) {
            return PASSWORD;
        }
        int length = compact(chars, Math.max(start, end - LONGEST), end);
        BuiltInInfoType type = typeOf(length);
        for (int word = 0; type == null && word < MOST_BEHIND; word++) {
            int from = lastBegin(length);
            if (from == 0 || !WORDS.isBehind(compact, from, length)) {
                return null;
            }
            length = from;
            type = typeOf(length);
        }
        return type;
    }

    private @Nullable BuiltInInfoType typeOf(int length) {
        for (int from = 0; from < length; from++) {
            if (begins[from]) {
                int found = WORDS.labels().find(compact, from, length);
                if (found != WordIndex.ABSENT) {
                    return WORDS.type(found);
                }
            }
        }
        for (String word : GLUED) {
            int from = length - word.length();
            if (from > 0 && compact[from] == word.charAt(0) && compact[length - 1] == last(word)) {
                int found = WORDS.labels().find(compact, from, length);
                if (found != WordIndex.ABSENT) {
                    return WORDS.type(found);
                }
            }
        }
        return null;
    }

    private int lastBegin(int length) {
        int from = length - 1;
        while (from > 0 && !begins[from]) {
            from--;
        }
        return Math.max(0, from);
    }

    /** True for the name of a password if the value looks like one, else of some other thing: {@code clave}. */
    boolean isLoose(char[] chars, int start, int end) {
        int length = compact(chars, Math.max(start, end - LONGEST), end);
        for (int from = 0; from < length; from++) {
            if (begins[from] && WORDS.isLoose(compact, from, length)) {
                return true;
            }
        }
        return false;
    }

    /** What a name that the words before belong to calls a secret: {@code API key}, {@code mot de passe}. */
    @Nullable
    BuiltInInfoType typeOfWords(Scan scan, int start, int end) {
        int from = start;
        for (int word = 1;
                word < MOST_WORDS && scan.at(from - 1) == ' ' && Chars.isWordLetter(scan.at(from - 2));
                word++) {
            int before = from - 1;
            while (from - before < LONGEST && Chars.isWordLetter(scan.at(before - 1))) {
                before--;
            }
            from = before;
        }
        return from < start ? typeOf(scan.chars(), from, end) : null;
    }

    /** True when a name is no more than {@code pass}, or ends in {@code pw}, which may count tests or watts as well. */
    static boolean isVague(char[] chars, int start, int end) {
        boolean watts = end - start >= 2
                && Chars.lower(chars[end - 2]) == 'p'
                && Chars.lower(chars[end - 1]) == 'w'
                && (end - start == 2 || !Chars.isWordLetter(chars[end - 3]));
        return watts || isPass(chars, start, end);
    }

    /** True when a name is no more than {@code pass}. */
    private static boolean isPass(char[] chars, int start, int end) {
        boolean pass = end - start == SecretWords.PASS.length();
        for (int i = 0; pass && i < SecretWords.PASS.length(); i++) {
            pass = Chars.lower(chars[start + i]) == SecretWords.PASS.charAt(i);
        }
        return pass;
    }

    /** Leaves the letters, and marks where words begin: after what is no letter, and at capitals. */
    private int compact(char[] chars, int start, int end) {
        int length = 0;
        boolean begin = true;
        for (int i = start; i < end; i++) {
            char c = chars[i];
            if (!Chars.isWordLetter(c)) {
                begin = true;
                continue;
            }
            begins[length] = begin
                    || Chars.isUnspaced(c)
                    || (i > start && Chars.isUnspaced(chars[i - 1]))
                    || (Character.isUpperCase(c)
                            && ((i > start && Character.isLowerCase(chars[i - 1]))
                                    || (i + 1 < end && Character.isLowerCase(chars[i + 1]))));
            compact[length++] = Chars.lower(c);
            begin = false;
        }
        return length;
    }

    /** Where the name begins that ends there. */
    static int partStart(Scan scan, int end) {
        int start = end;
        while (end - start < LONGEST && SecretWords.isPart(scan.at(start - 1))) {
            start--;
        }
        return start;
    }
}
