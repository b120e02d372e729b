// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import io.millrace.connect.dlp.detect.text.Scan.Candidate;
import java.util.ArrayList;
import java.util.List;

/** Tells where findings are in code points and in bytes of UTF-8. */
final class Located {

    private final String text;
    private int chars;
    private int codepoints;
    private int bytes;

    private Located(String text) {
        this.text = text;
    }

    /**
     * The findings of candidates that are in order of their start.
     *
     * @param ascii whether a code point and a byte are a character each
     */
    static List<Finding> in(String text, List<Candidate> candidates, boolean ascii) {
        List<Finding> findings = new ArrayList<>(candidates.size());
        if (ascii) {
            for (Candidate candidate : candidates) {
                Span span = new Span(candidate.start(), candidate.end());
                findings.add(new Finding(candidate.infoType(), candidate.likelihood(), span, span, span));
            }
            return findings;
        }
        Located start = new Located(text);
        for (Candidate candidate : candidates) {
            start.moveTo(candidate.start());
            Located end = new Located(text);
            end.chars = start.chars;
            end.codepoints = start.codepoints;
            end.bytes = start.bytes;
            end.moveTo(candidate.end());
            findings.add(new Finding(
                    candidate.infoType(),
                    candidate.likelihood(),
                    new Span(start.chars, end.chars),
                    new Span(start.codepoints, end.codepoints),
                    new Span(start.bytes, end.bytes)));
        }
        return findings;
    }

    private void moveTo(int position) {
        while (chars < position) {
            int codePoint = text.codePointAt(chars);
            chars += Character.charCount(codePoint);
            codepoints++;
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
        }
    }
}
