// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

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

    private final SecretReader reader = new SecretReader();
    // Accounts of version control, by which nobody is reached
    private final WordIndex systems = WordIndex.of("git", "hg", "svn", "ssh");

    @Override
    public int at(Scan scan, int colon) {
        if (scan.at(colon + 1) != '/' || scan.at(colon + 2) != '/' || !Chars.isAlnum(scan.at(colon - 1))) {
            return colon + 1;
        }
        int start = colon + 3;
        int at = -1;
        int password = -1;
        int i = start;
        while (i - start < LONGEST && !ends(scan, i)) {
            boolean written = !scan.text().isPercentEncoded(i);
            if (written && scan.at(i) == '@') {
                at = i;
            } else if (written && scan.at(i) == ':' && password < 0) {
                password = i + 1;
            }
            i++;
        }
        if (password > 0 && password < at) {
            scan.readUserInfo(password, at + 1);
            if (at - password >= SHORTEST_PASSWORD && !reader.isBlank(scan, password, at)) {
                scan.reportAs(PASSWORD, Likelihood.LIKELY, password, at);
            }
        } else if (at > 0 && systems.contains(scan.chars(), start, at)) {
            scan.readUserInfo(start, at + 1);
        }
        return colon + 1;
    }

    /** True where an authority is over; what is encoded is a part of it. */
    private static boolean ends(Scan scan, int i) {
        char c = scan.at(i);
        return (c <= ' ' || "/?#\"'<>`|{}".indexOf(c) >= 0) && !scan.text().isPercentEncoded(i);
    }
}
