// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.field.FieldPath.Step;
import io.millrace.connect.dlp.field.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * What a value is called, whose words count as hotwords: by its own name, an element as its list, a map's key as an entry of the map. Where
 * the name says no more than that it is a value ({@code value}, {@code number}, {@code home}), by what stands beside it
 * ({@code {"name":"DB_PASSWORD","value":…}}), and by the record, list or map around it ({@code {"card":{"number":…}}}). One
 * thread.
 */
final class Label {

    // Nobody calls a value by more, and they would be many at each place of a deep record
    private static final int MOST_NAMES = 16;
    private static final int KEYS_KEPT = 1000;
    private static final int LONGEST_WORD = 64;
    // Keys are mostly names: secret{home} is no secret, though ssn{219-09-9997} is a number
    private static final String ENTRY = "entry";
    private static final Pattern SEAMS = Pattern.compile("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})");

    // Of what is around it
    private static final Set<String> VALUES = Set.of(
            "value",
            "values",
            "val",
            "vals",
            "default",
            "number",
            "numbers",
            "no",
            "nr",
            "num",
            "string",
            "raw",
            "plain",
            "formatted",
            "full",
            "digits",
            "local",
            "int",
            "intl",
            "international",
            "e");
    private static final Set<String> WHICH = Set.of(
            "home",
            "work",
            "office",
            "private",
            "business",
            "personal",
            "main",
            "primary",
            "secondary",
            "alternate",
            "alternative",
            "other",
            "old",
            "new",
            "current",
            "previous",
            "first",
            "second",
            "third",
            "backup",
            "prod",
            "production",
            "staging",
            "dev",
            "development",
            "sandbox",
            "live",
            "emergency",
            "daytime",
            "evening");
    // How names of several secrets end
    private static final List<String> SECRETS = List.of("passwords", "passwds", "secrets", "tokens", "apikeys", "keys");
    // Values of a field that a record of changes names
    private static final Set<String> CHANGES = Set.of("old", "new", "previous", "current");
    // Of what is around it, too, and what it is of that: order.id
    private static final Set<String> HEADS = Set.of(ENTRY, "id", "ids", "identifier", "code", "date", "day");

    // Beside a value: the last says most
    private static final List<String> BESIDE = Stream.of(
                    "path",
                    "use",
                    "system",
                    "kind",
                    "type",
                    "parameter",
                    "property",
                    "attribute",
                    "field_name",
                    "fieldName",
                    "field",
                    "label",
                    "key",
                    "name")
            .flatMap(name -> Stream.of(name, name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)))
            .toList();

    // Innermost first; null for a map's value, which is called as its key
    private final List<@Nullable String> names;
    // What it is called where no key and no neighbour has a say
    private final String fixed;
    private final boolean keyed;
    private final boolean mayBeNamedBeside;
    private final Map<String, Boolean> keys = new HashMap<>();

    private Label(List<@Nullable String> names) {
        this.names = names;
        this.keyed = names.contains(null);
        this.fixed = keyed ? "" : from(0, List.of());
        String own = names.isEmpty() ? null : names.get(0);
        this.mayBeNamedBeside = own != null && consistsOf(own, VALUES, CHANGES);
    }

    static Label of(Place place) {
        List<@Nullable String> names = new ArrayList<>();
        for (Place at = place; at != null && names.size() < MOST_NAMES; at = at.around()) {
            Step step = at.step();
            if (step == null) {
                break;
            }
            if (step == Step.Wildcard.MAP_KEYS) {
                names.add(ENTRY);
            } else if (step == Step.Wildcard.MAP_VALUES) {
                names.add(null);
            } else if (!step.ownName().isEmpty()) {
                names.add(step.ownName());
            }
        }
        return new Label(names);
    }

    /** The name in this record; may be data. */
    String in(Visit visit) {
        String name = keyed ? from(0, visit.keys()) : fixed;
        return mayBeNamedBeside ? beside(name, visit) : name;
    }

    /** The name from that one on outwards. */
    private String from(int at, List<String> keysAround) {
        int key = keysAround.size();
        for (int i = at; i < names.size(); i++) {
            String name = names.get(i);
            if (name == null) {
                name = --key >= 0 ? keysAround.get(key) : "";
            }
            if (i == names.size() - 1 || !isVague(name)) {
                return ofSecrets(name, i + 1, keysAround, key);
            }
            if (consistsOf(name, HEADS, Set.of())) {
                return from(i + 1, keysAround.subList(0, key)) + '.' + name;
            }
        }
        return "";
    }

    /** The name with the one around it if that calls all of them secrets: {@code {"tokens":{"github":…}}}. */
    private String ofSecrets(String name, int around, List<String> keysAround, int key) {
        if (around >= names.size()) {
            return name;
        }
        String outer = names.get(around);
        if (outer == null) {
            outer = key > 0 ? keysAround.get(key - 1) : "";
        }
        int last = outer.length();
        while (last > 0 && Character.isLetter(outer.charAt(last - 1))) {
            last--;
        }
        String lower =
                outer.substring(Math.max(last, outer.length() - LONGEST_WORD)).toLowerCase(Locale.ROOT);
        return SECRETS.stream().anyMatch(lower::endsWith) ? outer + '.' + name : name;
    }

    /** Whether the name says what only what is around it can tell. Keys may be many, and data. */
    private boolean isVague(String name) {
        Boolean known = keys.get(name);
        if (known == null) {
            known = consistsOf(name, VALUES, WHICH) || consistsOf(name, HEADS, Set.of());
            if (keys.size() < KEYS_KEPT) {
                keys.put(name, known);
            }
        }
        return known;
    }

    private static boolean consistsOf(String name, Set<String> some, Set<String> others) {
        if (name.length() > LONGEST_WORD) {
            return false;
        }
        for (String word : SEAMS.split(name, -1)) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (!lower.isEmpty() && !some.contains(lower) && !others.contains(lower)) {
                return false;
            }
        }
        return true;
    }

    private static String beside(String name, Visit visit) {
        Object around = visit.around();
        String named = name;
        for (String neighbour : BESIDE) {
            Object says = valueOf(around, neighbour);
            if (says instanceof CharSequence text && text.length() > 0 && text.length() <= LONGEST_WORD) {
                named = named + '.' + text;
            }
        }
        return named;
    }

    private static @Nullable Object valueOf(@Nullable Object around, String name) {
        if (around instanceof Struct struct) {
            Field field = struct.schema().field(name);
            return field == null ? null : struct.getWithoutDefault(name);
        }
        return around instanceof Map<?, ?> map ? map.get(name) : null;
    }
}
