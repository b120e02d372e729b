// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AUTH_TOKEN;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.Likelihood;

/**
 * Schemes of authorization that have parameters instead of a token: of these only what proves the secret is one,
 * {@code Digest username="jane", …, response="…"} (RFC 7616), {@code AWS4-HMAC-SHA256 Credential=…, Signature=…}. Who asks, and
 * what is signed, is not.
 */
final class SchemeParameters {

    private static final int LONGEST = 512;
    private static final String[] SCHEMES = {
        "digest ", "aws4-", "oauth ", "signature ", "hawk ", "mac ", "goog4-", "token token=", "hmac-sha256 ", "acs3-"
    };

    private final WordIndex proofs =
            WordIndex.of("response", "signature", "oauth_signature", "mac", "sig", "oauth_token", "token");

    boolean isScheme(Scan scan, int start) {
        for (String scheme : SCHEMES) {
            if (scan.isAt(start, scheme)) {
                return true;
            }
        }
        return false;
    }

    /** Reports them up to the end of the line. */
    void read(Scan scan, int start) {
        for (int mark = start; mark - start < LONGEST && scan.at(mark) >= ' '; mark++) {
            boolean named =
                    scan.at(mark) == '=' && proofs.contains(scan.chars(), SecretLabels.partStart(scan, mark), mark);
            if (named) {
                int from = mark + 1;
                while (scan.at(from) == '"' || scan.at(from) == '\\') {
                    from++;
                }
                int end = from;
                while (end - from < LONGEST
                        && (Chars.isBase64(scan.at(end)) || Chars.isBase64Url(scan.at(end)) || scan.at(end) == '%')) {
                    end++;
                }
                if (end - from >= SecretReader.SHORTEST_TOKEN && SecretLook.isMixed(scan, from, end)) {
                    scan.reportAs(AUTH_TOKEN, Likelihood.LIKELY, from, end);
                }
                mark = end - 1;
            }
        }
    }
}
