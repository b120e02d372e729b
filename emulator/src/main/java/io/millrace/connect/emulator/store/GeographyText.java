// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Pattern;

/** Texts that a GEOGRAPHY may be given as, by shape; coordinates are not judged. */
public final class GeographyText {
    private static final Pattern WELL_KNOWN_TEXT = Pattern.compile(
            "\\s*(POINT|LINESTRING|POLYGON|MULTIPOINT|MULTILINESTRING|MULTIPOLYGON|GEOMETRYCOLLECTION)\\s*"
                    + "(EMPTY|\\([-+0-9.eE,()\\sA-Z]*\\))\\s*",
            Pattern.CASE_INSENSITIVE);

    private GeographyText() {}

    public static boolean isWellKnownText(String text) {
        return WELL_KNOWN_TEXT.matcher(text).matches();
    }

    /** A GeoJSON geometry. */
    public static boolean isGeoJson(String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement element = JsonParser.parseReader(reader);
            return reader.peek() == JsonToken.END_DOCUMENT
                    && element.isJsonObject()
                    && element.getAsJsonObject().has("type");
        } catch (IOException | JsonParseException invalid) {
            return false;
        }
    }
}
