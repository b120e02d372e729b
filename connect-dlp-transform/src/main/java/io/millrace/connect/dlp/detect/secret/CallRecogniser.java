// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PASSWORD;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
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

    private static final int LONGEST_FUNCTION = 48;

    // What is called with a user and a password, or with an address before them
    private final WordIndex second = WordIndex.of(
            "auth",
            "login",
            "authenticate",
            "basicauth",
            "basic_auth",
            "httpbasicauth",
            "httpdigestauth",
            "setbasicauth",
            "withbasicauth",
            "basicauthentication",
            "networkcredential",
            "pscredential",
            "usernamepasswordcredentials",
            "usernamepasswordauthenticationtoken",
            "usernamepasswordcredential",
            "passwordauthentication",
            "plainauthenticator",
            "plaintextauthprovider",
            "createuser",
            "connectasuser",
            "withcredentials",
            "setcredentials",
            "credentials",
            "userpassword",
            "basic");
    private final WordIndex third = WordIndex.of(
            "mysqli",
            "mysqli_connect",
            "mysql_connect",
            "pdo",
            "getconnection",
            "createconnection",
            "oci_connect",
            "plainauth");

    private final SecretLabels labels = new SecretLabels();
    private final SecretReader reader = new SecretReader();

    @Override
    public int at(Scan scan, int parenthesis) {
        int quote = Blanks.skipSpaces(scan, parenthesis + 1);
        if (quote >= scan.secretEnd()
                && ValueBounds.isQuote(scan.at(quote))
                && !login(scan, parenthesis, quote)
                && !named(scan, parenthesis, quote)) {
            BuiltInInfoType type = argument(scan, quote);
            int value = type == null ? 0 : next(scan, quote);
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
        int name = SecretLabels.partStart(scan, parenthesis);
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

    /** Reads the argument behind the user's of what logs in: {@code auth("jane", "x")}, {@code auth=("jane", "x")}. */
    private boolean login(Scan scan, int parenthesis, int quote) {
        int end = scan.at(parenthesis - 1) == '=' ? parenthesis - 1 : parenthesis;
        int start = end;
        while (end - start < LONGEST_FUNCTION && (Chars.isLetter(scan.at(start - 1)) || scan.at(start - 1) == '_')) {
            start--;
        }
        int arguments =
                second.contains(scan.chars(), start, end) ? 1 : third.contains(scan.chars(), start, end) ? 2 : 0;
        int value = quote;
        for (int argument = 0; argument < arguments && value > 0; argument++) {
            value = next(scan, value);
        }
        if (arguments > 0 && value > 0) {
            reader.readAt(scan, PASSWORD, value);
        }
        return arguments > 0 && value > 0;
    }

    /** Where the argument opens that follows the text which opens there, or 0. */
    private static int next(Scan scan, int quote) {
        int close = QuotedBounds.quoteEnd(scan, quote);
        int comma = Blanks.skipAny(scan, close + 1);
        return close > 0 && scan.at(comma) == ',' ? ValueBounds.textStart(scan, comma + 1) : 0;
    }

    private @Nullable BuiltInInfoType argument(Scan scan, int quote) {
        int name = scan.at(quote + 1) == '@' || scan.at(quote + 1) == ':' ? quote + 1 : quote; // of a statement
        int close = close(scan, name);
        return scan.at(close) == scan.at(quote) && labels.mayEnd(scan, close)
                ? labels.typeOf(scan.chars(), name + 1, close)
                : null;
    }

    private static int close(Scan scan, int quote) {
        int close = quote + 1;
        while (close - quote <= SecretLabels.LONGEST && SecretWords.isPart(scan.at(close))) {
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
