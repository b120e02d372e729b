// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PASSWORD;

import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import org.jspecify.annotations.Nullable;

/**
 * Secrets in lists of a name and its value, around the bracket that opens one: {@code ["password","…"]}. Lists of names look the
 * same, so a password has to look like one.
 */
public final class PairRecogniser implements Recogniser {

    private final SecretLabels labels = new SecretLabels();
    private final SecretReader reader = new SecretReader();
    private final SecretLook look = new SecretLook();

    @Override
    public int at(Scan scan, int bracket) {
        int name = bracket + 1;
        int nameEnd = name + 1;
        while (nameEnd - name <= SecretLabels.LONGEST && SecretWords.isPart(scan.at(nameEnd))) {
            nameEnd++;
        }
        boolean named = scan.at(nameEnd) == scan.at(name) && labels.mayEnd(scan, nameEnd) && name >= scan.secretEnd();
        @Nullable BuiltInInfoType type = named ? labels.typeOf(scan.chars(), name + 1, nameEnd) : null;
        if (type != null) {
            value(scan, type, nameEnd);
        }
        return bracket + 1;
    }

    private void value(Scan scan, BuiltInInfoType type, int nameEnd) {
        int comma = Blanks.skipSpaces(scan, nameEnd + 1);
        int opening = scan.at(comma) == ',' ? ValueBounds.textStart(scan, comma + 1) : 0;
        int close = opening > 0 ? QuotedBounds.quoteEnd(scan, opening) : -1;
        boolean pair = close > opening && scan.at(Blanks.skipAny(scan, close + 1)) == ']';
        if (pair && (type != PASSWORD || look.looksLikeOne(scan, opening + 1, close))) {
            reader.readAt(scan, type, opening);
        }
    }
}
