// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A name with places for a topic: {@code ${topic}} is the whole of it, {@code ${topic:N}} its N-th segment between dots,
 * counted from 1, or from the end where N is negative.
 */
public final class TopicTemplate {
    private static final Pattern PLACE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern TOPIC = Pattern.compile("topic(?::(-?[1-9]\\d{0,3}))?");
    private static final String ACCEPTED = "${topic}, ${topic:N} with N from 1, or from -1 counted from the end";
    private static final int WHOLE = 0;

    private final String text;
    private final List<String> literals = new ArrayList<>();
    private final List<Integer> segments = new ArrayList<>();

    private TopicTemplate(String text) {
        this.text = text;
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException saying what is accepted
     */
    public static TopicTemplate parse(String text) {
        TopicTemplate template = new TopicTemplate(text);
        Matcher place = PLACE.matcher(text);
        int end = 0;
        while (place.find()) {
            Matcher topic = TOPIC.matcher(place.group(1));
            if (!topic.matches()) {
                throw new IllegalArgumentException("'" + text + "' has " + place.group() + "; accepted: " + ACCEPTED);
            }
            template.literals.add(text.substring(end, place.start()));
            template.segments.add(topic.group(1) == null ? WHOLE : Integer.parseInt(topic.group(1)));
            end = place.end();
        }
        template.literals.add(text.substring(end));
        if (template.literals.stream().anyMatch(literal -> literal.contains("${"))) {
            throw new IllegalArgumentException("'" + text + "' has a ${ that is not closed; accepted: " + ACCEPTED);
        }
        return template;
    }

    /** Whether the name is the same for all topics. */
    public boolean fixed() {
        return segments.isEmpty();
    }

    /** What is around the places for the topic, in order: one text more than there are places. */
    public List<String> literals() {
        return List.copyOf(literals);
    }

    /** Makes the text that stands at a place for the topic. */
    @FunctionalInterface
    public interface Filling {
        /**
         * The text for one place.
         *
         * @param place which, counted from 0
         * @param segment what the topic has for it, null if it has too few segments
         */
        String at(int place, @Nullable String segment);
    }

    /**
     * The name for this topic.
     *
     * @throws DataException if the topic has too few segments
     */
    public String fill(String topic) {
        return fill(topic, (place, segment) -> {
            if (segment == null) {
                throw new DataException("topic " + topic + " has " + segmentsOf(topic).length
                        + " segments, too few for '" + text + "'");
            }
            return segment;
        });
    }

    /** The name for this topic, each place filled as told. */
    public String fill(String topic, Filling filling) {
        StringBuilder name = new StringBuilder(literals.get(0));
        String[] parts = segmentsOf(topic);
        for (int place = 0; place < segments.size(); place++) {
            int segment = segments.get(place);
            name.append(filling.at(place, segment == WHOLE ? topic : part(parts, segment)));
            name.append(literals.get(place + 1));
        }
        return name.toString();
    }

    private static String[] segmentsOf(String topic) {
        return topic.split("\\.", -1);
    }

    private static @Nullable String part(String[] parts, int segment) {
        return Math.abs(segment) > parts.length ? null : parts[segment > 0 ? segment - 1 : parts.length + segment];
    }

    @Override
    public String toString() {
        return text;
    }
}
