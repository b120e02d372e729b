// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import org.jspecify.annotations.Nullable;

/**
 * Secrets that a program hands on, around a parenthesis before a quote: {@code define('DB_PASSWORD', '…')},
 * {@code setPassword("…")}.
 */
public final class CallRecogniser implements Recogniser {

    // What is named by these is looked up, or asked for
    private static final String[] READS = {
        "get", "is", "has", "find", "load", "fetch", "read", "require", "ask", "prompt"
    };

    private final SecretLabels labels = new SecretLabels();
    private final SecretReader reader = new SecretReader();

    @Override
    public int at(Scan scan, int parenthesis) {
        int quote = ValueBounds.skipSpaces(scan, parenthesis + 1);
        if (quote >= scan.secretEnd() && ValueBounds.isQuote(scan.at(quote)) && !named(scan, parenthesis, quote)) {
            BuiltInInfoType type = argument(scan, quote);
            int value = type == null ? 0 : second(scan, quote);
            if (type != null && value > 0) {
                reader.readAt(scan, type, value);
            }
        }
        return parenthesis + 1;
    }

    /** Reads the first argument of what is called as a secret is. */
    private boolean named(Scan scan, int parenthesis, int quote) {
        if (!labels.mayEnd(scan, parenthesis)) {
            return false;
        }
        int name = NamedValues.partStart(scan, parenthesis);
        for (int i = name; i < parenthesis; i++) {
            name = scan.at(i) == '.' ? i + 1 : name;
        }
        boolean other = isRead(scan, name) || SecretLabels.isVague(scan.chars(), name, parenthesis);
        BuiltInInfoType type = other ? null : labels.typeOf(scan.chars(), name, parenthesis);
        if (type != null) {
            reader.readAt(scan, type, quote);
        }
        return type != null;
    }

    private @Nullable BuiltInInfoType argument(Scan scan, int quote) {
        int close = close(scan, quote);
        return scan.at(close) == scan.at(quote) && labels.mayEnd(scan, close)
                ? labels.typeOf(scan.chars(), quote + 1, close)
                : null;
    }

    /** Where the second argument opens, or 0. */
    private static int second(Scan scan, int quote) {
        int comma = ValueBounds.skipAny(scan, close(scan, quote) + 1);
        return scan.at(comma) == ',' ? ValueBounds.textStart(scan, comma + 1) : 0;
    }

    private static int close(Scan scan, int quote) {
        int close = quote + 1;
        while (close - quote <= SecretLabels.LONGEST && SecretLabels.isPart(scan.at(close))) {
            close++;
        }
        return close;
    }

    private static boolean isRead(Scan scan, int name) {
        for (String read : READS) {
            if (scan.isAt(name, read) && !Chars.isLower(scan.at(name + read.length()))) {
                return true;
            }
        }
        return false;
    }
}
