// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table's name with {@code ${topic}} and {@code ${topic:N}} in it, as the BigQuery sink writes it: N counts the topic's
 * segments from 1, or from the end when negative.
 */
public final class NameTemplate {
    private static final Pattern PLACE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern TOPIC = Pattern.compile("topic(?::(-?[1-9]\\d{0,3}))?");

    private final String text;

    private NameTemplate(String text) {
        this.text = text;
    }

    /**
     * Checks the placeholders.
     *
     * @throws IllegalArgumentException naming the placeholder that is not known
     */
    public static NameTemplate parse(String text) {
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            if (!TOPIC.matcher(place.group(1)).matches()) {
                throw new IllegalArgumentException("unknown placeholder " + place.group()
                        + "; use ${topic}, or ${topic:N} with N from 1, or from -1");
            }
        }
        return new NameTemplate(text);
    }

    /**
     * The name for {@code topic}; each inserted text first passes {@code clean}, with how many dots stand after it. A
     * segment that is not there is empty: the sink refuses such a record by itself.
     */
    String fill(String topic, BiFunction<Integer, String, String> clean) {
        String[] segments = topic.split("\\.", -1);
        return PLACE.matcher(text).replaceAll(place -> {
            Matcher part = TOPIC.matcher(place.group(1));
            String found = part.matches() && part.group(1) != null
                    ? segment(segments, Integer.parseInt(part.group(1)))
                    : topic;
            int dots = (int) PLACE.matcher(text.substring(place.end()))
                    .replaceAll("")
                    .chars()
                    .filter(each -> each == '.')
                    .count();
            return Matcher.quoteReplacement(clean.apply(dots, found));
        });
    }

    private static String segment(String[] segments, int number) {
        int index = number < 0 ? segments.length + number : number - 1;
        return index >= 0 && index < segments.length ? segments[index] : "";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NameTemplate template && template.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
