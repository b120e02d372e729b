// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.inspect;

import com.google.privacy.dlp.v2.CustomInfoType.Regex;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.millrace.connect.emulator.dlp.value.DlpException;

/** A client's regular expression: RE2's syntax, as the protos say, so that what RE2 refuses is refused. */
final class Re2 {
    private Re2() {}

    static Pattern pattern(Regex regex) {
        if (regex.getPattern().isEmpty()) {
            throw DlpException.invalid("a regular expression is empty");
        }
        if (regex.getGroupIndexesCount() > 3) {
            throw DlpException.invalid("a regular expression has more than 3 group_indexes");
        }
        try {
            Pattern pattern = Pattern.compile(regex.getPattern());
            if (regex.getGroupIndexesList().stream().anyMatch(group -> group < 0 || group > pattern.groupCount())) {
                throw DlpException.invalid("a regular expression has fewer groups than its group_indexes say");
            }
            return pattern;
        } catch (PatternSyntaxException malformed) {
            throw DlpException.invalid("not a regular expression of RE2: " + malformed.getMessage());
        }
    }
}
