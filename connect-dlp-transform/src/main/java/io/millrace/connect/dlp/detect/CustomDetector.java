// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.infotype.CustomInfoType;
import java.util.List;

/** Finds a user's own infoType in a text as it came. */
interface CustomDetector {

    void find(String text, Matches matches);

    static CustomDetector of(CustomInfoType type) {
        String name = type.infoType().name();
        return type.content()
                .<CustomDetector>fold(
                        dictionary -> new PhraseIndex(name, dictionary.phrases())::find,
                        regex -> ofGroups(type, regex),
                        () -> surrogate(name));
    }

    private static CustomDetector ofGroups(CustomInfoType type, CustomInfoType.Regex regex) {
        Pattern pattern = compile("custom infoType " + type.infoType(), regex.pattern());
        List<Integer> groups = checked(type, pattern, regex.groups());
        return (text, matches) -> findGroups(pattern, groups, text, matches);
    }

    /** Compiles in RE2's syntax, or says whose pattern is wrong and why. */
    static Pattern compile(String owner, String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    owner + ": the regular expression is not RE2's: " + e.getDescription(), e);
        }
    }

    private static List<Integer> checked(CustomInfoType type, Pattern pattern, List<Integer> groups) {
        for (int group : groups) {
            if (group < 0 || group > pattern.groupCount()) {
                throw new IllegalArgumentException("custom infoType " + type.infoType() + ": group " + group
                        + " is not one of the expression's " + pattern.groupCount());
            }
        }
        return groups;
    }

    private static void findGroups(Pattern pattern, List<Integer> groups, String text, Matches matches) {
        Matcher matcher = BudgetedText.matcher(pattern, text);
        while (matcher.find()) {
            if (groups.isEmpty()) {
                add(matches, matcher.start(), matcher.end());
            }
            for (int group : groups) {
                add(matches, matcher.start(group), matcher.end(group));
            }
        }
    }

    private static void add(Matches matches, int start, int end) {
        if (start >= 0 && end > start) {
            matches.add(start, end);
        }
    }

    /** Cloud DLP's surrogates: {@code NAME(length):token}. */
    private static CustomDetector surrogate(String name) {
        String opening = name + "(";
        return (text, matches) -> {
            for (int at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + 1)) {
                int i = at + opening.length();
                long length = 0;
                while (i < text.length() && Chars.isDigit(text.charAt(i)) && length < text.length()) {
                    length = length * 10 + (text.charAt(i) - '0');
                    i++;
                }
                if (length > 0 && text.startsWith("):", i) && i + 2 + length <= text.length()) {
                    matches.add(at, (int) (i + 2 + length));
                }
            }
        };
    }
}
