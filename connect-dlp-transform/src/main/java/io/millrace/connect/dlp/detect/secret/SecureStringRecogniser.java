// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PASSWORD;

import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;

/** What PowerShell makes a secret of, around the hyphen: {@code ConvertTo-SecureString "hunter2" -AsPlainText -Force}. */
public final class SecureStringRecogniser implements Recogniser {

    private static final String BEFORE = "convertto";
    private static final String NAME = "-securestring ";
    private static final int MOST_OPTIONS = 3;

    private final SecretReader reader = new SecretReader();

    @Override
    public int at(Scan scan, int hyphen) {
        if (scan.isAt(hyphen, NAME) && scan.isAt(hyphen - BEFORE.length(), BEFORE)) {
            int value = Blanks.skipSpaces(scan, hyphen + NAME.length());
            for (int option = 0; option < MOST_OPTIONS && scan.at(value) == '-'; option++) {
                value = Blanks.skipSpaces(scan, LinkedWords.wordEnd(scan, value + 1));
            }
            if (ValueBounds.isQuote(scan.at(value)) && value >= scan.secretEnd()) {
                reader.readAt(scan, PASSWORD, value);
            }
        }
        return hyphen + 1;
    }
}
