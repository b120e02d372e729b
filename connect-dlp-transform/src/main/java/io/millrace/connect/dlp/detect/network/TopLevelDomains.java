// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.network;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.FoldedText;
import io.millrace.connect.dlp.detect.text.LineResource;
import io.millrace.connect.dlp.detect.text.WordIndex;
import java.net.IDN;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/** The top-level domains of the root zone, and what they make of a run of host characters. */
public final class TopLevelDomains {

    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;
    private static final String PUNYCODE = "xn--";

    private final WordIndex domains;

    // Top-level domains that are far more often the end of a file's name
    private final WordIndex fileEndings =
            WordIndex.of("cc", "java", "md", "mov", "pl", "ps", "py", "rs", "sh", "so", "zip", "bz", "gz", "js", "map");

    public TopLevelDomains() {
        List<String> names = LineResource.read(TopLevelDomains.class, "top-level-domains.txt");
        List<String> all = new ArrayList<>(names);
        for (String name : names) {
            if (name.startsWith(PUNYCODE)) {
                // as they look in a text whose marks on letters were dropped
                String unicode = IDN.toUnicode(name);
                all.add(FoldedText.folded(unicode));
                all.add(FoldedText.folded(Normalizer.normalize(unicode, Normalizer.Form.NFD)));
            }
        }
        domains = new WordIndex(all);
    }

    /** True when labels, dots and the last label make a name that can be looked up. */
    public boolean isName(char[] chars, int start, int end) {
        if (end - start > LONGEST_NAME || end - start < 4) {
            return false;
        }
        int label = start;
        int labels = 0;
        for (int i = start; i <= end; i++) {
            if (i == end || chars[i] == '.') {
                if (i == label || i - label > LONGEST_LABEL || chars[label] == '-' || chars[i - 1] == '-') {
                    return false;
                }
                labels++;
                if (i < end) {
                    label = i + 1;
                }
            }
        }
        // "www" is the name of a host in a domain, not of a domain
        boolean onlyWww = labels == 2 && label - start == 4 && isWww(chars, start);
        return labels > 1 && !onlyWww && isTopLevel(chars, label, end);
    }

    /** True when the characters there are {@code www.}, in any case. */
    static boolean isWww(char[] chars, int start) {
        return Chars.lower(chars[start]) == 'w'
                && Chars.lower(chars[start + 1]) == 'w'
                && Chars.lower(chars[start + 2]) == 'w'
                && chars[start + 3] == '.';
    }

    /** True when a label is a top-level domain, in ASCII or in its own script. */
    public boolean isTopLevel(char[] chars, int start, int end) {
        if (domains.contains(chars, start, end)) {
            return true;
        }
        for (int i = start; i < end; i++) {
            if (chars[i] >= 128) {
                return isTopLevelInUnicode(new String(chars, start, end - start));
            }
        }
        return false;
    }

    /** True when the name has one dot and ends as source files and archives do. */
    boolean isFileName(char[] chars, int start, int end) {
        int dot = end - 1;
        while (chars[dot] != '.') {
            dot--;
        }
        for (int i = start; i < dot; i++) {
            if (chars[i] == '.') {
                return false;
            }
        }
        return fileEndings.contains(chars, dot + 1, end);
    }

    private boolean isTopLevelInUnicode(String label) {
        try {
            char[] ascii = IDN.toASCII(label).toCharArray();
            return domains.contains(ascii, 0, ascii.length);
        } catch (IllegalArgumentException notALabel) {
            return false; // its message quotes the text, so it goes no further
        }
    }
}
