// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.inspect;

import com.google.privacy.dlp.v2.CustomInfoType.DetectionRule.Proximity;
import com.google.privacy.dlp.v2.CustomInfoType.Regex;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.millrace.connect.emulator.dlp.value.DlpException;

/**
 * Whether a word is near a finding: all of it within the window, of which the finding is a part. A window that looks back
 * sees the name of the finding's column too.
 */
record Hotword(Pattern pattern, int before, int after) {
    private static final int LARGEST_WINDOW = 1_000;

    static Hotword of(Regex regex, Proximity proximity) {
        if (proximity.getWindowBefore() < 0
                || proximity.getWindowAfter() < 0
                || proximity.getWindowBefore() + proximity.getWindowAfter() > LARGEST_WINDOW) {
            throw DlpException.invalid("a hotword's window has 0 to " + LARGEST_WINDOW + " characters");
        }
        return new Hotword(Re2.pattern(regex), proximity.getWindowBefore(), proximity.getWindowAfter());
    }

    boolean isNear(Span finding, String text, String column) {
        if (before > 0 && pattern.matcher(column).find()) {
            return true;
        }
        Span window = new Span(
                Math.max(0, finding.start() - before), (int) Math.min(text.length(), (long) finding.end() + after));
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            if (window.contains(new Span(matcher.start(), matcher.end()))) {
                return true;
            }
        }
        return false;
    }
}
