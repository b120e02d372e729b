// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.gcs;

import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.Request;
import org.jspecify.annotations.Nullable;

/** What a request demands of the object as it is, absent where null. Generation 0 stands for no object. */
record Conditions(
        @Nullable Long generationMatch,
        @Nullable Long generationNotMatch,
        @Nullable Long metagenerationMatch,
        @Nullable Long metagenerationNotMatch) {
    static final Conditions NONE = new Conditions(null, null, null, null);

    static Conditions of(Request request) {
        return new Conditions(
                number(request, "ifGenerationMatch"),
                number(request, "ifGenerationNotMatch"),
                number(request, "ifMetagenerationMatch"),
                number(request, "ifMetagenerationNotMatch"));
    }

    /** Those on the source of a rewrite. */
    static Conditions ofSource(Request request) {
        return new Conditions(
                number(request, "ifSourceGenerationMatch"),
                number(request, "ifSourceGenerationNotMatch"),
                number(request, "ifSourceMetagenerationMatch"),
                number(request, "ifSourceMetagenerationNotMatch"));
    }

    static @Nullable Long number(Request request, String name) {
        @Nullable String text = request.query(name);
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException notANumber) {
            throw ApiException.invalid("Invalid value for " + name + ": a whole number is expected");
        }
    }

    /** Refuses with 412 where one does not hold, or with 304 where a read has nothing new. */
    void check(@Nullable StoredObject current, boolean reading) {
        long generation = current == null ? 0 : current.generation();
        long metageneration = current == null ? 0 : current.metageneration();
        if ((generationMatch != null && generationMatch != generation)
                || (metagenerationMatch != null && metagenerationMatch != metageneration)) {
            throw failed();
        }
        if ((generationNotMatch != null && generationNotMatch == generation)
                || (metagenerationNotMatch != null && metagenerationNotMatch == metageneration)) {
            throw reading ? new ApiException(304, "notModified", "Not modified") : failed();
        }
    }

    private static ApiException failed() {
        return ApiException.preconditionFailed("At least one of the pre-conditions you specified did not hold.");
    }
}
