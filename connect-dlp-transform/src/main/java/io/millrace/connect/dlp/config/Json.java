// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of a policy, with the path to it: errors name the member at fault. What was never read is an error, so
 * that a misspelt member does not silently leave data unmasked.
 */
final class Json {
    private final JsonObject object;
    private final String path;
    private final Set<String> known = new TreeSet<>();

    private Json(JsonObject object, String path) {
        this.object = object;
        this.path = path;
    }

    static Json parse(String text) {
        try {
            return new Json(JsonParser.parseString(text).getAsJsonObject(), "");
        } catch (JsonParseException | IllegalStateException notAnObject) {
            throw new IllegalArgumentException("is not a JSON object");
        }
    }

    boolean has(String name) {
        known.add(name);
        return object.has(name) && !object.get(name).isJsonNull();
    }

    /** The member as an object; null when absent. */
    @Nullable
    Json object(String name) {
        return has(name) ? at(object.get(name), path(name)) : null;
    }

    Json require(String name) {
        Json member = object(name);
        if (member == null) {
            throw new IllegalArgumentException(path(name) + " is missing");
        }
        return member;
    }

    /** The member's elements as objects; empty when absent. */
    List<Json> objects(String name) {
        List<Json> elements = new ArrayList<>();
        if (has(name)) {
            if (!object.get(name).isJsonArray()) {
                throw new IllegalArgumentException(path(name) + " is not an array");
            }
            int index = 0;
            for (JsonElement element : object.getAsJsonArray(name)) {
                elements.add(at(element, path(name) + "[" + index++ + "]"));
            }
        }
        return elements;
    }

    /** The member's elements as text; empty when absent. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (has(name)) {
            object.getAsJsonArray(name).forEach(element -> texts.add(element.getAsString()));
        }
        return texts;
    }

    @Nullable
    String text(String name) {
        if (!has(name)) {
            return null;
        }
        if (!object.get(name).isJsonPrimitive()) {
            throw new IllegalArgumentException(path(name) + " is not a text or number");
        }
        return object.get(name).getAsString();
    }

    String requireText(String name) {
        String text = text(name);
        if (text == null) {
            throw new IllegalArgumentException(path(name) + " is missing");
        }
        return text;
    }

    int integer(String name, int otherwise) {
        String text = text(name);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException notAnInteger) {
            throw new IllegalArgumentException(path(name) + " is not an integer");
        }
    }

    double number(String name) {
        try {
            return Double.parseDouble(requireText(name));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(path(name) + " is not a number");
        }
    }

    boolean flag(String name) {
        return "true".equals(text(name));
    }

    /** One of an enum's constants; the default when absent. */
    <E extends Enum<E>> E choice(String name, E otherwise) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        for (E constant : otherwise.getDeclaringClass().getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(path(name) + " is '" + text + "'; accepted: "
                + List.of(otherwise.getDeclaringClass().getEnumConstants()));
    }

    /** Members that are allowed and without effect here. */
    void ignore(String... names) {
        known.addAll(List.of(names));
    }

    void ensureAllRead() {
        for (String name : object.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(path(name) + " is not understood; accepted here: " + known);
            }
        }
    }

    IllegalArgumentException wrong(String message) {
        return new IllegalArgumentException((path.isEmpty() ? "the policy" : path) + " " + message);
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static Json at(JsonElement element, String path) {
        if (!element.isJsonObject()) {
            throw new IllegalArgumentException(path + " is not an object");
        }
        return new Json(element.getAsJsonObject(), path);
    }
}
