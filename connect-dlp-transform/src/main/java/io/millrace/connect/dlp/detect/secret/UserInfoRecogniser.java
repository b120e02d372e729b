// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AUTH_TOKEN;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PASSWORD;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.Likelihood;

/** Passwords in URLs and connection strings of any scheme (RFC 3986 section 3.2.1), around the colon before two slashes. */
public final class UserInfoRecogniser implements Recogniser {

    private static final int LONGEST = 512;
    private static final int SHORTEST_PASSWORD = 3;
    private static final int SHORTEST_TOKEN = 20;

    private final Placeholders placeholders = new Placeholders();
    // Accounts of version control, by which nobody is reached
    private final WordIndex systems = WordIndex.of("git", "hg", "svn", "ssh");

    @Override
    public int at(Scan scan, int colon) {
        if (scan.at(colon + 1) != '/' || scan.at(colon + 2) != '/' || !Chars.isAlnum(scan.at(colon - 1))) {
            return colon + 1;
        }
        int start = colon + 3;
        UserInfo found = userInfo(scan, start);
        if (found.hasPassword()) {
            int userEnd = found.password() - 1;
            boolean token = isToken(scan, start, userEnd);
            scan.readUserInfo(token ? start : found.password(), found.at() + 1);
            if (token) {
                scan.reportAs(AUTH_TOKEN, Likelihood.LIKELY, start, userEnd); // beside a word: x-oauth-basic
            }
            if (found.at() - found.password() >= SHORTEST_PASSWORD
                    && !placeholders.isOne(scan, found.password(), found.at(), true)) {
                scan.reportAs(PASSWORD, Likelihood.LIKELY, found.password(), found.at());
            }
        } else if (found.at() > 0 && systems.contains(scan.chars(), start, found.at())) {
            scan.readUserInfo(start, found.at() + 1);
        } else if (scan.wants(AUTH_TOKEN) && isToken(scan, start, found.at())) {
            scan.readUserInfo(start, found.at() + 1);
            scan.reportAs(AUTH_TOKEN, Likelihood.LIKELY, start, found.at());
        }
        return colon + 1;
    }

    /**
     * The part of an authority before its host.
     *
     * @param password where it begins; -1 if there is none
     * @param at where the last at sign stands; -1 if there is none
     */
    private record UserInfo(int password, int at) {
        boolean hasPassword() {
            return password > 0 && password < at;
        }
    }

    private static UserInfo userInfo(Scan scan, int start) {
        int at = -1;
        int password = -1;
        for (int i = start; i - start < LONGEST && !ends(scan, i); i++) {
            if (scan.text().isPercentEncoded(i)) {
                continue;
            }
            if (scan.at(i) == '@') {
                at = i;
            } else if (scan.at(i) == ':' && password < 0) {
                password = i + 1;
            }
        }
        return new UserInfo(password, at);
    }

    /** Longer than names of accounts are, with letters and digits and nothing between: {@code https://ghp_…@github.com}. */
    private static boolean isToken(Scan scan, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Chars.isBase64Url(scan.at(i))) {
                return false;
            }
        }
        return end - start >= SHORTEST_TOKEN && SecretLook.isMixed(scan, start, end);
    }

    /** True where an authority is over; what is encoded is a part of it. */
    private static boolean ends(Scan scan, int i) {
        char c = scan.at(i);
        return (c <= ' ' || "/?#\"'<>`|{}".indexOf(c) >= 0) && !scan.text().isPercentEncoded(i);
    }
}
