// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.field;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a value stands in a record, or a pattern of such places.
 *
 * <p>Steps are separated by dots; a name with a dot or a bracket stands in backticks (KIP-821, version 2). {@code [*]}
 * is every element of an array, {@code {*}} every value of a map, {@code {key}} every key of one, {@code *} any one name,
 * {@code **} any number of steps of any kind. A map's value can be named by its key. Array indexes do not exist: all elements of an array are treated alike, as in Cloud DLP.
 *
 * @param steps the steps from the record's root, never empty
 */
public record FieldPath(List<Step> steps) {
    /** A pattern is followed with a bit for each step. */
    private static final int MOST_STEPS = 63;

    /** Of JSONPath, XPath, JSON Pointer, SQL and regular expressions; bare in no field's name that anybody has seen. */
    private static final Pattern UNUSUAL = Pattern.compile("[/\\\\<>|()^?!=;\"~]|^'.*'$");

    /** One step of a path. */
    public sealed interface Step {
        /** The name of the field or entry itself; empty for a step without one. */
        default String ownName() {
            return "";
        }

        /** A field of a struct or an entry of a schemaless map, by name. */
        record Name(String name) implements Step {
            @Override
            public String ownName() {
                return name;
            }

            @Override
            public String toString() {
                boolean plain = name.matches("[^.\\[\\]{}`*]+")
                        && name.strip().equals(name)
                        && !name.equals("$")
                        && !UNUSUAL.matcher(name).find();
                return plain ? name : "`" + name.replace("`", "``") + "`";
            }
        }

        /** An entry of a map without a schema, which may be meant for a struct or for a map: a place, never a pattern. */
        record Entry(String name) implements Step {
            @Override
            public String ownName() {
                return name;
            }

            @Override
            public String toString() {
                return new Name(name).toString();
            }
        }

        /** A step without a name. */
        enum Wildcard implements Step {
            ANY_NAME("*"),
            ANY_STEPS("**"),
            ELEMENTS("[*]"),
            MAP_VALUES("{*}"),
            MAP_KEYS("{key}");

            private final String text;

            Wildcard(String text) {
                this.text = text;
            }

            @Override
            public String toString() {
                return text;
            }
        }
    }

    public FieldPath {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a field path has at least one step");
        }
    }

    /**
     * Reads a path such as {@code after.lines[*].pan} or {@code **.email}.
     *
     * @throws IllegalArgumentException saying what is wrong with the path; paths are configuration, never values
     */
    public static FieldPath parse(String text) {
        return new FieldPath(new Parser(text).steps());
    }

    /** Whether it names one field and is no pattern, so that a record has one value for it. */
    public boolean isOne() {
        return steps.stream().allMatch(Step.Name.class::isInstance);
    }

    /** Reads a path that names one field; patterns are refused as {@link #parse} refuses what is no path. */
    public static FieldPath parseOne(String text) {
        FieldPath path = parse(text);
        if (!path.isOne()) {
            throw new IllegalArgumentException("field path '" + path
                    + "' may be many fields; name one, by its names from the record's root or from beside the field");
        }
        return path;
    }

    /** Whether this pattern covers the place: the place itself, or a record, list or map around it. */
    public boolean covers(List<Step> place) {
        return covers(place, false);
    }

    /** Whether it covers the place for some keys of the maps around it, where {@link #covers} says for all of them. */
    public boolean coversSomeEntry(List<Step> place) {
        return covers(place, true);
    }

    /** Whether it names the keys of a map, and not only what they stand in. */
    public boolean namesKeys() {
        return steps.contains(Step.Wildcard.MAP_KEYS);
    }

    /** Follows all ways through the pattern at once, a bit for each step that may be next: several {@code **} are no cliff. */
    private boolean covers(List<Step> place, boolean someEntry) {
        long next = start();
        for (int at = 0; at < place.size() && next != 0 && !isReached(next); at++) {
            next = after(next, place.get(at), someEntry);
        }
        return isReached(next);
    }

    /** Before the first step of a place: the bits of the pattern's steps that may be next. */
    long start() {
        return withoutSteps(1);
    }

    /** Whether the pattern's end is reached: what is left of a place lies inside what the pattern names. */
    boolean isReached(long possible) {
        return (possible & 1L << steps.size()) != 0;
    }

    /** After one more step of a place; 0 when the pattern leads elsewhere. */
    long after(long possible, Step actual, boolean someEntry) {
        if (possible == 0 || isReached(possible)) {
            return possible;
        }
        long after = 0;
        for (long left = possible; left != 0; left &= left - 1) {
            long bit = Long.lowestOneBit(left);
            Step step = steps.get(Long.numberOfTrailingZeros(left));
            if (step == Step.Wildcard.ANY_STEPS) {
                after |= bit;
            } else if (matches(step, actual, someEntry)) {
                after |= bit << 1;
            } else if (actual == Step.Wildcard.ELEMENTS) {
                after |= bit; // as in Cloud DLP, a path may leave out that a field is repeated
            }
        }
        return withoutSteps(after);
    }

    /** With what may be next where {@code **} stands for no step at all. */
    private long withoutSteps(long possible) {
        long all = possible;
        for (int step = 0; step < steps.size(); step++) {
            if ((all & 1L << step) != 0 && steps.get(step) == Step.Wildcard.ANY_STEPS) {
                all |= 1L << (step + 1);
            }
        }
        return all;
    }

    private static boolean matches(Step pattern, Step actual, boolean someEntry) {
        if (actual instanceof Step.Entry entry) {
            return pattern == Step.Wildcard.MAP_VALUES
                    || pattern == Step.Wildcard.ANY_NAME
                    || (pattern instanceof Step.Name name && name.name().equals(entry.name()));
        }
        if (actual == Step.Wildcard.MAP_VALUES
                && (pattern == Step.Wildcard.ANY_NAME || (someEntry && pattern instanceof Step.Name))) {
            return true;
        }
        return pattern.equals(actual) || (pattern == Step.Wildcard.ANY_NAME && actual instanceof Step.Name);
    }

    @Override
    public String toString() {
        return text(steps);
    }

    /** The path as its user would write it. */
    public static String text(List<Step> steps) {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append(joined(step, text.isEmpty()));
        }
        return text.toString();
    }

    /** One step as it stands behind others. */
    static String joined(Step step, boolean first) {
        boolean bracket = step instanceof Step.Wildcard wildcard
                && (wildcard != Step.Wildcard.ANY_NAME && wildcard != Step.Wildcard.ANY_STEPS);
        return first || bracket ? step.toString() : "." + step;
    }

    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text.strip();
        }

        List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            if (text.isEmpty()) {
                throw wrong("is empty");
            }
            while (at < text.length()) {
                if (!steps.isEmpty() && !bracket()) {
                    expectDot();
                }
                steps.add(step());
                if (steps.size() > MOST_STEPS) {
                    throw wrong("has more than " + MOST_STEPS + " steps");
                }
            }
            return steps;
        }

        private boolean bracket() {
            return text.startsWith("[*]", at) || text.startsWith("{*}", at) || text.startsWith("{key}", at);
        }

        private void expectDot() {
            if (text.charAt(at) != '.') {
                throw wrong("has '" + text.charAt(at) + "' where a dot, [*], {*} or {key} belongs");
            }
            at++;
        }

        private Step step() {
            for (Step.Wildcard wildcard : List.of(
                    Step.Wildcard.ELEMENTS,
                    Step.Wildcard.MAP_VALUES,
                    Step.Wildcard.MAP_KEYS,
                    Step.Wildcard.ANY_STEPS,
                    Step.Wildcard.ANY_NAME)) {
                if (text.startsWith(wildcard.toString(), at)) {
                    at += wildcard.toString().length();
                    return wildcard;
                }
            }
            return text.startsWith("`", at) ? quoted() : plain();
        }

        private Step plain() {
            int start = at;
            while (at < text.length() && ".[]{}`*".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            if (at == start) {
                throw wrong("has an empty step");
            }
            String name = text.substring(start, at);
            boolean blank = !name.strip().equals(name);
            if (blank || name.equals("$") || UNUSUAL.matcher(name).find()) {
                throw wrong("has the step '" + name + "', which reads as another syntax than paths have; a name that is"
                        + " really spelt so stands in backticks");
            }
            return new Step.Name(name);
        }

        private Step quoted() {
            StringBuilder name = new StringBuilder();
            for (at++; at < text.length(); at++) {
                if (text.charAt(at) != '`') {
                    name.append(text.charAt(at));
                } else if (text.startsWith("``", at)) {
                    name.append('`');
                    at++;
                } else {
                    at++;
                    return new Step.Name(name.toString());
                }
            }
            throw wrong("has a backtick that is never closed");
        }

        private IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException("field path '" + text + "' " + what
                    + "; write names separated by dots, with *, **, [*], {*} and {key}, e.g. after.lines[*].pan");
        }
    }
}
