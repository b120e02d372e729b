// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.options;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of a policy, with the path to it: errors name the member at fault. What was never read is an error, so
 * that a misspelt member does not silently leave data unmasked.
 */
public final class Json {
    private static final Pattern NEXT_WORD = Pattern.compile("[.-](\\w)");

    private final JsonObject object;
    private final String path;
    private final Set<String> known = new TreeSet<>();
    private final Map<String, Json> children = new HashMap<>();

    /** A member at fault; the message begins with its path. */
    private static final class Wrong extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message);
        }
    }

    private Json(JsonObject object, String path) {
        this.object = object;
        this.path = path;
    }

    public static Json parse(String text) {
        try {
            return new Json(JsonParser.parseString(text).getAsJsonObject(), "");
        } catch (JsonParseException | IllegalStateException notAnObject) {
            throw new IllegalArgumentException("is not a JSON object");
        }
    }

    public boolean has(String name) {
        known.add(name);
        return object.has(name) && !object.get(name).isJsonNull();
    }

    /** The member as an object; null when absent. */
    @Nullable
    public Json object(String name) {
        return has(name) ? child(name, object.get(name)) : null;
    }

    private Json child(String name, JsonElement element) {
        if (!element.isJsonObject()) {
            throw new Wrong(path(name) + " is not an object");
        }
        return children.computeIfAbsent(name, key -> new Json(element.getAsJsonObject(), path(key)));
    }

    private JsonArray array(String name) {
        if (!object.get(name).isJsonArray()) {
            throw new Wrong(path(name) + " is not an array");
        }
        return object.getAsJsonArray(name);
    }

    public Json require(String name) {
        Json member = object(name);
        if (member == null) {
            throw new Wrong(path(name) + " is missing");
        }
        return member;
    }

    /** The member's elements as objects; empty when absent. */
    public List<Json> objects(String name) {
        List<Json> elements = new ArrayList<>();
        if (has(name)) {
            int index = 0;
            for (JsonElement element : array(name)) {
                elements.add(child(name + "[" + index++ + "]", element));
            }
        }
        return elements;
    }

    /** The member's elements as text; empty when absent. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (has(name)) {
            for (JsonElement element : array(name)) {
                if (!element.isJsonPrimitive()) {
                    throw new Wrong(path(name) + " has an element that is not a text or number");
                }
                texts.add(element.getAsString());
            }
        }
        return texts;
    }

    @Nullable
    public String text(String name) {
        if (!has(name)) {
            return null;
        }
        if (!object.get(name).isJsonPrimitive()) {
            throw new Wrong(path(name) + " is not a text or number");
        }
        return object.get(name).getAsString();
    }

    public String requireText(String name) {
        String text = text(name);
        if (text == null) {
            throw new Wrong(path(name) + " is missing");
        }
        return text;
    }

    public int integer(String name, int otherwise) {
        String text = text(name);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException notAnInteger) {
            throw new Wrong(path(name) + " is not an integer");
        }
    }

    public double number(String name) {
        try {
            return Double.parseDouble(requireText(name));
        } catch (NumberFormatException notANumber) {
            throw new Wrong(path(name) + " is not a number");
        }
    }

    public boolean flag(String name) {
        String text = text(name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw new Wrong(path(name) + " is neither true nor false");
        }
        return "true".equals(text);
    }

    /** One of an enum's constants; the default when absent. */
    public <E extends Enum<E>> E choice(String name, E otherwise) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        for (E constant : otherwise.getDeclaringClass().getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw new Wrong(path(name) + " is '" + text + "'; accepted: "
                + List.of(otherwise.getDeclaringClass().getEnumConstants()));
    }

    /** One of an enum's constants, which has to be given. */
    public <E extends Enum<E>> E requireChoice(String name, E any) {
        requireText(name);
        return choice(name, any);
    }

    /** Members that are allowed and without effect here. */
    public void ignore(String... names) {
        known.addAll(List.of(names));
    }

    /** Looks at this object and at everything in it that was looked into. */
    public void ensureAllRead() {
        for (String name : object.keySet()) {
            if (!known.contains(name)) {
                throw new Wrong(path(name) + " is not understood; accepted here: " + known);
            }
        }
        children.values().forEach(Json::ensureAllRead);
    }

    public IllegalArgumentException wrong(String message) {
        return new Wrong((path.isEmpty() ? "the policy" : path) + " " + message);
    }

    /** The names of what it has, known or not. */
    public Set<String> members() {
        return object.keySet();
    }

    /** Where it stands in the document. */
    public String path() {
        return path;
    }

    /** Makes something of a member; an IllegalArgumentException is blamed on the member, an option on its own. */
    public <T> T build(String name, Supplier<T> make) {
        return built(make, path(name));
    }

    /** Makes something of the whole object; an IllegalArgumentException is blamed on it, an option on its own member. */
    public <T> T build(Supplier<T> make) {
        return built(make, path);
    }

    private <T> T built(Supplier<T> make, String blamed) {
        try {
            return make.get();
        } catch (Wrong named) {
            throw named;
        } catch (UnfitOption unfit) {
            throw new Wrong(path(member(unfit.option())) + " " + unfit.getMessage());
        } catch (IllegalArgumentException unfit) {
            throw new Wrong(blamed + " cannot be used: " + unfit.getMessage());
        }
    }

    /** A DLP Value as text: the member that is set. */
    public String constant() {
        for (String name : List.of("stringValue", "integerValue", "floatValue", "booleanValue", "timestampValue")) {
            if (has(name)) {
                return requireText(name);
            }
        }
        if (has("dateValue")) {
            Json date = require("dateValue");
            return "%04d-%02d-%02d"
                    .formatted(date.integer("year", 1), date.integer("month", 1), date.integer("day", 1));
        }
        ensureAllRead(); // which names those of Cloud DLP's that have no text here: timeValue, dayOfWeekValue
        throw wrong("has none of stringValue, integerValue, floatValue, booleanValue, timestampValue and dateValue");
    }

    /** A DLP Value as a number. */
    public double constantNumber() {
        try {
            return Double.parseDouble(constant());
        } catch (NumberFormatException notANumber) {
            throw wrong("is not a number");
        }
    }

    /** The JSON name of an option: dotted names of rules are those of Cloud DLP, except for what is nested there. */
    public static String member(String option) {
        return switch (option) {
            case "key" -> "cryptoKey.transient.name";
            case "context" -> "context.name";
            default -> camelCase(option);
        };
    }

    /** Words with dots or hyphens between as JSON writes them. */
    public static String camelCase(String words) {
        return NEXT_WORD
                .matcher(words)
                .replaceAll((MatchResult next) -> next.group(1).toUpperCase(Locale.ROOT));
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
