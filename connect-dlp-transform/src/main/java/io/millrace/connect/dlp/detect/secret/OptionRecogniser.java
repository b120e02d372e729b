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
 * Secrets in the options of commands, around the hyphen that an option begins with: {@code --password x}, {@code -pw x}, and
 * {@code -p x} or {@code -u user:x} of the programs that take them so.
 */
public final class OptionRecogniser implements Recogniser {

    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_COMMAND = 400;

    private final SecretLabels labels = new SecretLabels();
    private final SecretReader reader = new SecretReader();
    private final WordIndex withPassword = WordIndex.of(
            "mysql",
            "mysqldump",
            "mysqladmin",
            "mysqlimport",
            "mariadb",
            "sshpass",
            "login",
            "mongo",
            "mongosh",
            "mongodump",
            "mongorestore",
            "sqlcmd",
            "bcp",
            "cqlsh",
            "plink",
            "pscp",
            "mosquitto_pub",
            "mosquitto_sub",
            "ipmitool",
            "7z",
            "zip",
            "unzip",
            "influx",
            "clickhouse-client",
            "create-user",
            "psexec",
            "rdesktop",
            "snowsql",
            "isql",
            "db2",
            "nzsql",
            "vsql",
            "beeline",
            "kinit",
            "winrs",
            "crackmapexec",
            "useradd");
    private final WordIndex withPercent = WordIndex.of("smbclient", "rpcclient", "net", "wmic", "winexe");
    private final WordIndex withUser = WordIndex.of("curl", "wget", "http", "https", "xh", "ab", "siege");
    private final WordIndex withAuthentication = WordIndex.of("redis-cli", "http", "https", "ab");
    private final WordIndex none = WordIndex.of();
    private final WordIndex directory = WordIndex.of("ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldapwhoami");
    // Words of a sentence that is about the option
    private final WordIndex words = WordIndex.of(
            "option",
            "options",
            "flag",
            "argument",
            "parameter",
            "switch",
            "with",
            "when",
            "from",
            "instead",
            "does",
            "must",
            "should",
            "takes",
            "value",
            "file",
            "stdin",
            "will",
            "that",
            "this",
            "which",
            "because",
            "only");

    @Override
    public int at(Scan scan, int hyphen) {
        char before = scan.at(hyphen - 1);
        boolean twice = before == '-';
        char outside = twice ? scan.at(hyphen - 2) : before;
        if (Chars.isLetter(scan.at(hyphen + 1)) && isOutside(outside) && hyphen >= scan.secretEnd()) {
            option(scan, hyphen + 1, twice);
        }
        return hyphen + 1;
    }

    private static boolean isOutside(char c) {
        return c <= ' ' || ValueBounds.isQuote(c) || c == ',' || c == '[';
    }

    private void option(Scan scan, int start, boolean twice) {
        int end = start;
        while (end - start < LONGEST_NAME && (Chars.isAlnum(scan.at(end)) || "-_.".indexOf(scan.at(end)) >= 0)) {
            end++;
        }
        int value = valueStart(scan, end);
        BuiltInInfoType type = twice || end - start > 1 ? typeOf(scan, start, end) : null;
        if (type != null) {
            if (value > end) {
                readValue(scan, type, value);
            }
        } else if (isUser(scan, start, end, twice)) {
            userAndPassword(scan, twice ? value : start + 1, value);
        } else if (!twice) {
            shortOption(scan, start, value);
        }
    }

    /** Where an option's value begins, behind a blank or as the next of a list; -1 when none is there. */
    private static int valueStart(Scan scan, int end) {
        if (ValueBounds.isQuote(scan.at(end)) && scan.at(end + 1) == ',') {
            int next = Blanks.skipAny(scan, end + 2);
            return scan.at(next) == scan.at(end) ? next : -1;
        }
        if (scan.at(end) == '"' && scan.isAt(end + 1, " a")) {
            return argumentStart(scan, end + 2);
        }
        int value = Blanks.skipSpaces(scan, end);
        boolean folded = scan.at(value) == '\n' || scan.at(value) == '\r'; // behind a backslash
        value = folded && value > end ? Blanks.skipAny(scan, value) : value;
        return scan.at(value) == '-' || scan.at(value) == '\0' ? -1 : value;
    }

    /** The kernel's log of commands has their words one by one: {@code a1="-u" a2="jane:x"}. */
    private static int argumentStart(Scan scan, int from) {
        int mark = from + 1;
        while (Chars.isDigit(scan.at(mark)) && mark - from < 4) {
            mark++;
        }
        return scan.at(mark) == '=' && scan.at(mark + 1) == '"' && mark > from + 1 ? mark + 1 : -1;
    }

    private @Nullable BuiltInInfoType typeOf(Scan scan, int start, int end) {
        boolean asks = scan.isAt(start, "no-") || scan.isAt(start, "ask-") || scan.isAt(start, "prompt-");
        return asks || !labels.mayEnd(scan, end) ? null : labels.typeOf(scan.chars(), start, end);
    }

    private void readValue(Scan scan, BuiltInInfoType type, int value) {
        int word = value;
        while (Chars.isLetter(scan.at(word))) {
            word++;
        }
        if (!words.contains(scan.chars(), value, word)) {
            reader.readAt(scan, type, value);
        }
    }

    /** {@code -u}, {@code -U}, {@code --user}, {@code --proxy-user} of programs that take user and password as one. */
    private boolean isUser(Scan scan, int start, int end, boolean twice) {
        boolean named = twice && (scan.isAt(start, "user ") || scan.isAt(start, "proxy-user "));
        boolean letter = !twice && (scan.at(start) == 'u' || scan.at(start) == 'U');
        return (named || letter) && end > start && isOf(scan, start, withUser);
    }

    private void userAndPassword(Scan scan, int glued, int value) {
        int start = scan.at(glued) <= ' ' || scan.at(glued) == '"' ? value : glued;
        if (start < 0) {
            return;
        }
        boolean quoted = ValueBounds.isQuote(scan.at(start));
        int close = quoted ? QuotedBounds.quoteEnd(scan, start) : -1;
        int end = close > start ? close : ValueBounds.bareEnd(scan, PASSWORD, start);
        int colon = start;
        while (colon < end && scan.at(colon) != ':') {
            colon++;
        }
        if (colon < end && scan.at(colon + 1) != '/') {
            scan.readSecret(end);
            reader.read(scan, PASSWORD, colon + 1, end, close > start);
        }
    }

    private void shortOption(Scan scan, int start, int value) {
        if (scan.isAt(start, "u ") && value > 0 && isOf(scan, start, withPercent)) {
            behindPercent(scan, value);
        }
        WordIndex programs = switch (scan.at(start)) {
            case 'p', 'P' -> withPassword;
            case 'a' -> withAuthentication;
            case 'w' -> directory;
            default -> none;
        };
        if (programs == none || !isOf(scan, start, programs)) {
            return;
        }
        boolean glued = scan.at(start + 1) > ' ' && (scan.at(start + 1) != '"' || value < 0);
        int from = glued ? start + 1 : value;
        if (from > 0 && !(Chars.isDigit(scan.at(from)) && isPorts(scan, from))) {
            reader.readAt(scan, PASSWORD, from);
        }
    }

    /** Samba's {@code -U jane%x}. */
    private void behindPercent(Scan scan, int value) {
        int end = ValueBounds.bareEnd(scan, PASSWORD, value);
        for (int i = value; i < end; i++) {
            if (scan.at(i) == '%') {
                reader.readAt(scan, PASSWORD, i + 1);
                return;
            }
        }
    }

    private static boolean isPorts(Scan scan, int from) {
        int i = from;
        while (Chars.isDigit(scan.at(i)) || scan.at(i) == ':') {
            i++;
        }
        return i - from <= "65535:65535".length() && scan.at(i) <= ' ';
    }

    /** True when one of these words stands before the option in its command, which backslashes may carry over lines. */
    private static boolean isOf(Scan scan, int start, WordIndex programs) {
        int end = start;
        for (int i = start - 1; i >= -1 && start - i < LONGEST_COMMAND; i--) {
            char c = scan.at(i);
            boolean inWord = Chars.isWord(c) || c == '_' || (c == '-' && Chars.isWord(scan.at(i - 1)));
            if (!inWord) {
                if (programs.contains(scan.chars(), i + 1, end)) {
                    return true;
                }
                end = i;
                if (c == ';' || (c == '|' && i > 0) || (c == '\n' && !isCarriedOn(scan, i))) {
                    return false;
                }
            }
        }
        return false;
    }

    private static boolean isCarriedOn(Scan scan, int lineEnd) {
        int i = lineEnd - 1;
        while (scan.at(i) == ' ' || scan.at(i) == '\r') {
            i--;
        }
        return scan.at(i) == '\\';
    }
}
