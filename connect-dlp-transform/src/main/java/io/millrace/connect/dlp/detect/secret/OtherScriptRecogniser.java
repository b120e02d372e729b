// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PASSWORD;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;

/**
 * Passwords that a sentence in another script tells, without a mark behind the label: {@code пароль Tr0ub4dor9x},
 * {@code 密码是Tr0ub4dor9x}, {@code パスワードは「Tr0ub4dor9x」です}. Asked at every letter beyond ASCII.
 */
public final class OtherScriptRecogniser implements Recogniser {

    private static final int LONGEST = 64;
    private static final String[] LABELS = {
        "\u043f\u0430\u0440\u043e\u043b\u044c", // Russian, Ukrainian
        "\u043f\u0430\u0440\u043e\u043b\u0430", // Bulgarian
        "\u043b\u043e\u0437\u0438\u043d\u043a\u0430", // Serbian
        "\u5bc6\u7801",
        "\u5bc6\u78bc",
        "\u53e3\u4ee4",
        "\u30d1\u30b9\u30ef\u30fc\u30c9",
        "\u6697\u8a3c\u756a\u53f7",
        "\ube44\ubc00\ubc88\ud638",
        "\ud328\uc2a4\uc6cc\ub4dc",
        "\uc554\ud638",
        "has\u0142o", // Polish, of which the last letter beyond ASCII is the fourth
        "\u015fifre",
    };
    // Of those words the letter that is looked at, behind which so many follow
    private static final String ASKED = "\u044c\u0430\u7801\u78bc\u4ee4\u30c9\u53f7\ud638\ub4dc\u0142\u015f";
    // Chinese "is", Japanese and Korean particles of the subject
    private static final String PARTICLES = "\u662f\u4e3a\u70ba\u306f\u304c\ub294\uc740\uac00\uc774";
    private static final String VERBS = " to jest jest \u044d\u0442\u043e \u0435 \u0458\u0435 ";
    private static final String OPENING = "\u300c\u300e\u201c\u201e\u00ab\"'`";

    private final SecretReader reader = new SecretReader();
    private final SecretLook look = new SecretLook();

    @Override
    public int at(Scan scan, int position) {
        if (ASKED.indexOf(Chars.lower(scan.at(position))) >= 0 && position >= scan.secretEnd()) {
            for (String label : LABELS) {
                int end = labelEnd(scan, position, label);
                if (end > position) {
                    value(scan, end);
                    break;
                }
            }
        }
        return position + 1;
    }

    /** Where a label ends of which the letter asked for is at that position; else the position. */
    private static int labelEnd(Scan scan, int position, String label) {
        int asked = label.length() - 1;
        while (label.charAt(asked) < 128) {
            asked--;
        }
        int start = position - asked;
        boolean there = start >= 0 && scan.isAt(start, label);
        boolean alone = there
                && (Chars.isUnspaced(scan.at(position))
                        || (!Chars.isWordLetter(scan.at(start - 1))
                                && !Chars.isWordLetter(scan.at(start + label.length()))));
        return alone ? start + label.length() : position;
    }

    private void value(Scan scan, int from) {
        int i = linkEnd(scan, Blanks.skipSpaces(scan, from));
        if (LinkedWords.isOfMarks(scan, i)) {
            return; // labels are looked for there anyway
        }
        int start = OPENING.indexOf(scan.at(i)) >= 0 ? i + 1 : i;
        int end = start;
        while (end - start < LONGEST && scan.at(end) < 128 && !ValueBounds.endsBare(scan.at(end), PASSWORD)) {
            end++;
        }
        while (end > start && ".?:)".indexOf(scan.at(end - 1)) >= 0) {
            end--;
        }
        if (look.looksLikeOne(scan, start, end)) {
            scan.readSecret(end);
            reader.read(scan, PASSWORD, start, end, true);
        }
    }

    /** Behind the particle, dash or verb between a label and its value. */
    private static int linkEnd(Scan scan, int from) {
        boolean particle = PARTICLES.indexOf(scan.at(from)) >= 0;
        boolean dash = scan.at(from) == '-' && scan.at(from + 1) == ' ';
        int start = particle || dash ? Blanks.skipSpaces(scan, from + 1) : from;
        int end = LinkedWords.wordEnd(scan, start);
        boolean verb = end > start
                && scan.at(end) == ' '
                && VERBS.contains(" " + scan.text().substring(start, end) + " ");
        return verb ? Blanks.skipSpaces(scan, end) : start;
    }
}
