// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.millrace.connect.bigquery.encode.Contents;
import java.io.IOException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Looks into rows for what they have. */
final class JsonObjects {
    /** Without limits of its own: what was written is read. */
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonObjects() {}

    static void count(byte[] row, Contents contents) {
        try (JsonParser in = JSON.createParser(row)) {
            in.nextToken();
            object(in, contents);
        } catch (IOException notOurs) {
            throw new IllegalStateException("the row was not encoded for the shape it is said to be of", notOurs);
        }
    }

    private static void object(JsonParser in, Contents contents) throws IOException {
        BitSet seen = new BitSet();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            int position = contents.position(in.currentName());
            JsonToken value = in.nextToken();
            if (position < 0) {
                in.skipChildren(); // what a row says of itself, see PseudoColumn
                continue;
            }
            boolean there = (contents.repeats(position) && value == JsonToken.START_ARRAY)
                    ? elements(in, contents.inside(position))
                    : value(in, contents.inside(position));
            seen.set(position, there);
        }
        contents.add(seen);
    }

    private static boolean elements(JsonParser in, @Nullable Contents inside) throws IOException {
        boolean any = false;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            value(in, inside);
            any = true;
        }
        return any;
    }

    private static boolean value(JsonParser in, @Nullable Contents inside) throws IOException {
        boolean there = in.currentToken() != JsonToken.VALUE_NULL;
        if (there && inside != null) {
            object(in, inside);
        } else {
            in.skipChildren();
        }
        return there;
    }
}
