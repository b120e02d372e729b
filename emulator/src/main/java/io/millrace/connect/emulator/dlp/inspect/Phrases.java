// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.inspect;

import com.google.privacy.dlp.v2.CustomInfoType.Dictionary;
import com.google.privacy.dlp.v2.Likelihood;
import io.millrace.connect.emulator.dlp.value.DlpException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A dictionary as {@code CustomInfoType.Dictionary} of storage.proto has it: upper and lower case are the same, all that
 * is neither letter nor digit is white space, and a phrase ends where the kind of character changes, so that "jen" is in
 * "jen123" but not in "jennifer".
 */
final class Phrases implements Detector {
    private static final String BETWEEN = "[^\\p{L}\\p{Nd}]+";

    private final List<Pattern> patterns;
    private final Likelihood likelihood;

    Phrases(List<String> phrases, Likelihood likelihood) {
        if (phrases.isEmpty()) {
            throw DlpException.invalid("a dictionary needs at least one phrase");
        }
        this.patterns = phrases.stream().map(Phrases::pattern).toList();
        this.likelihood = likelihood;
    }

    static Phrases of(Dictionary dictionary, Likelihood likelihood) {
        if (!dictionary.hasWordList()) {
            throw DlpException.unimplemented("dictionaries in Cloud Storage");
        }
        return new Phrases(dictionary.getWordList().getWordsList(), likelihood);
    }

    private static Pattern pattern(String phrase) {
        if (phrase.codePoints().filter(Character::isLetterOrDigit).count() < 2) {
            throw DlpException.invalid("a phrase of a dictionary needs at least 2 letters or digits");
        }
        String words = Arrays.stream(phrase.split(BETWEEN))
                .filter(word -> !word.isEmpty())
                .map(Pattern::quote)
                .collect(Collectors.joining(BETWEEN));
        return Pattern.compile(words, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    @Override
    public void find(String text, BiConsumer<Span, Likelihood> found) {
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                Span span = new Span(matcher.start(), matcher.end());
                if (changes(text, span.start()) && changes(text, span.end())) {
                    found.accept(span, likelihood);
                }
            }
        }
    }

    /** Whether the characters on both sides are of different kinds. */
    private static boolean changes(String text, int at) {
        if (at == 0 || at == text.length()) {
            return true;
        }
        int before = text.codePointBefore(at);
        int after = text.codePointAt(at);
        return Character.isLetter(before) != Character.isLetter(after)
                || Character.isDigit(before) != Character.isDigit(after);
    }

    /** Whether phrases, joined, fill the whole text. */
    boolean fill(String text) {
        boolean[] covered = new boolean[text.length()];
        spans(text).forEach(span -> Arrays.fill(covered, span.start(), span.end(), true));
        boolean any = false;
        for (int i = 0; i < covered.length; i++) {
            any |= covered[i];
            if (!covered[i] && Character.isLetterOrDigit(text.charAt(i))) {
                return false;
            }
        }
        return any;
    }
}
