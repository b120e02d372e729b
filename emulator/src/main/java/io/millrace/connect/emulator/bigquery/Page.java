// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list a request wants; a token is the number of what was already given.
 *
 * @param offset of the first item
 * @param limit most items
 */
record Page(long offset, long limit) {

    static Page of(Request request, long defaultLimit) {
        String token = request.query("pageToken");
        String start = token == null || token.isEmpty() ? request.query("startIndex") : token;
        return new Page(number(start, "pageToken", 0), number(request.query("maxResults"), "maxResults", defaultLimit));
    }

    <T> List<T> of(List<T> items) {
        int from = (int) Math.min(offset, items.size());
        return items.subList(from, (int) Math.min(items.size(), from + limit));
    }

    /** The token of the page after this one, null on the last. */
    @Nullable
    String next(long total, long given) {
        return offset + given < total ? Long.toString(offset + given) : null;
    }

    private static long number(@Nullable String text, String parameter, long absent) {
        if (text == null || text.isEmpty()) {
            return absent;
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException notANumber) {
            throw ApiException.invalid("Invalid value for parameter " + parameter);
        }
    }
}
