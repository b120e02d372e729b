// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.GroupChain;
import io.millrace.connect.dlp.detect.text.GroupReader;
import io.millrace.connect.dlp.detect.text.Scan;
import java.util.List;

/**
 * Credentials whose prefix begins with letters and digits, which whoever reads groups would pass ({@code ya29.}), or is nothing
 * else and no capitals, so that only the length of the whole is rare ({@code dapi…}).
 */
public final class TokenReader implements GroupReader {

    private final List<TokenPrefix> prefixes =
            TokenPrefix.all().stream().filter(TokenReader::isRead).toList();

    /** True when this reads a prefix, not the one who waits for its rarest character. */
    static boolean isRead(TokenPrefix prefix) {
        return prefix.isPlain()
                || (prefix.text().substring(0, prefix.rarest()).chars().anyMatch(c -> Chars.isDigit((char) c))
                        && Chars.isLetter(prefix.text().charAt(0))
                        && groupLength(prefix) <= prefix.rarest());
    }

    private static int groupLength(TokenPrefix prefix) {
        int length = 0;
        while (length < prefix.text().length() && Chars.isAlnum(prefix.text().charAt(length))) {
            length++;
        }
        return length;
    }

    @Override
    public boolean reads(Kind kind, int length) {
        return kind == Kind.LETTER_FIRST && prefixes.stream().anyMatch(prefix -> begins(prefix, length));
    }

    private static boolean begins(TokenPrefix prefix, int length) {
        return prefix.isPlain()
                ? length >= prefix.shortest() && length <= prefix.longest()
                : groupLength(prefix) == length;
    }

    @Override
    public void read(Scan scan, GroupChain chain, int group) {
        int start = chain.start(group);
        for (TokenPrefix prefix : prefixes) {
            if (prefix.isAt(scan, start) && prefix.report(scan, start)) {
                return;
            }
        }
    }
}
