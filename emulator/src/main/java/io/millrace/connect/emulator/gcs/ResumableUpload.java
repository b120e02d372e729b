// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.gcs;

import com.google.api.services.storage.model.StorageObject;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.Request;
import io.millrace.connect.emulator.http.Response;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One resumable upload: what has come so far, or the object that it became. */
final class ResumableUpload {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)");

    private final StorageObject wanted;
    private final Conditions conditions;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private @Nullable StoredObject finished;

    ResumableUpload(StorageObject wanted, Conditions conditions) {
        this.wanted = wanted;
        this.conditions = conditions;
    }

    /** Takes a chunk, or a question how far it is; the object once all of it is here. */
    synchronized Optional<StoredObject> take(Request request, ObjectStore store) {
        if (finished != null) {
            return Optional.of(finished);
        }
        @Nullable String header = request.header("content-range");
        long total;
        if (header == null) {
            received.writeBytes(request.body());
            total = received.size();
        } else {
            total = takeRange(header, request.body());
        }
        if (total != received.size()) {
            return Optional.empty();
        }
        finished = store.put(wanted, received.toByteArray(), conditions);
        return Optional.of(finished);
    }

    /** The total size where the sender knows it, else -1. */
    private long takeRange(String header, byte[] body) {
        Matcher range = CONTENT_RANGE.matcher(header);
        if (!range.matches()) {
            throw ApiException.invalid("Failed to parse Content-Range header.");
        }
        if (range.group(1) != null) {
            long first = Long.parseLong(range.group(1));
            int known = (int) (received.size() - first);
            // A chunk sent again is taken from where it is new; one that leaves a gap is not taken at all.
            if (known >= 0 && known < body.length) {
                received.write(body, known, body.length - known);
            }
        }
        return range.group(3).equals("*") ? -1 : Long.parseLong(range.group(3));
    }

    /** 308 with what is here already. */
    synchronized Response incomplete() {
        Response response = Response.empty(308);
        return received.size() == 0 ? response : response.withHeader("Range", "bytes=0-" + (received.size() - 1));
    }
}
