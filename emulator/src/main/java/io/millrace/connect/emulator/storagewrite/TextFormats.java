// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.millrace.connect.emulator.store.GeographyText;
import java.io.IOException;
import java.io.StringReader;

/** Whether text is what its column's type wants. */
final class TextFormats {
    private TextFormats() {}

    /** RFC 8259, one value, unchanged. */
    static String json(String text, String path) throws InvalidValueException {
        try {
            parse(text);
            return text;
        } catch (IOException | JsonParseException invalid) {
            throw new InvalidValueException("Field " + path + ": the value is not valid JSON");
        }
    }

    /** WKT or a GeoJSON geometry, by shape; coordinates are not judged. */
    static String geography(String text, String path) throws InvalidValueException {
        if (!GeographyText.isWellKnownText(text) && !GeographyText.isGeoJson(text)) {
            throw new InvalidValueException("Field " + path + ": the value is neither WKT nor GeoJSON");
        }
        return text;
    }

    private static void parse(String text) throws IOException {
        if (text.isBlank()) {
            throw new IOException("no value");
        }
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        reader.skipValue();
        if (reader.peek() != JsonToken.END_DOCUMENT) {
            throw new IOException("more than one value");
        }
    }
}
