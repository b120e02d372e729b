// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.millrace.connect.dlp.field.FieldPath;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One of Cloud DLP's config messages in its JSON mapping, as a primitive writes it. */
public final class CloudConfig {
    static final String KEY = "cryptoKey";

    private final Terms terms;
    private final JsonObject json = new JsonObject();

    /** How those that read the message are told of what is not in it. */
    public interface Terms {
        /**
         * A CryptoKey; null where it need not be said.
         *
         * @param name as the keyset calls the key; null for its only one
         * @throws IllegalArgumentException when there is no such key, or it does not serve
         */
        @Nullable
        JsonObject key(@Nullable String name);

        /** The name of the field that holds a context's value; null when there is no such field. */
        @Nullable
        String field(FieldPath context);
    }

    /** Terms with these keys, where every context has a field. */
    public static Terms terms(Function<@Nullable String, JsonObject> keys) {
        return new Terms() {
            @Override
            public JsonObject key(@Nullable String name) {
                return keys.apply(name);
            }

            @Override
            public String field(FieldPath context) {
                return context.toString();
            }
        };
    }

    CloudConfig(Terms terms) {
        this.terms = terms;
    }

    JsonObject json() {
        return json;
    }

    void put(String member, String text) {
        json.addProperty(member, text);
    }

    void put(String member, Number number) {
        json.addProperty(member, number);
    }

    void put(String member, boolean flag) {
        json.addProperty(member, flag);
    }

    void put(String member, JsonElement element) {
        json.add(member, element);
    }

    void putTexts(String member, String inner, Collection<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        JsonObject list = new JsonObject();
        list.add(inner, array);
        json.add(member, list);
    }

    void putKey(KeyUse key) {
        JsonObject cryptoKey = key.used() ? terms.key(key.name()) : null;
        if (cryptoKey != null) {
            json.add(KEY, cryptoKey);
        }
    }

    /** Whether there is a field for it. */
    boolean putContext(@Nullable FieldPath context) {
        String field = context == null ? null : terms.field(context);
        return putNamed("context", field);
    }

    void putSurrogate(@Nullable String infoType) {
        putNamed("surrogateInfoType", infoType);
    }

    private boolean putNamed(String member, @Nullable String name) {
        if (name != null) {
            json.add(member, object("name", new JsonPrimitive(name)));
        }
        return name != null;
    }

    /** A Value of text. */
    static JsonObject text(String text) {
        return object("stringValue", new JsonPrimitive(text));
    }

    /** A Value of a number. */
    static JsonObject number(Number number) {
        return object("floatValue", new JsonPrimitive(number));
    }

    static JsonObject object(String member, JsonElement value) {
        JsonObject object = new JsonObject();
        object.add(member, value);
        return object;
    }
}
