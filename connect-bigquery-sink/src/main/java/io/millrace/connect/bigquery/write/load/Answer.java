// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import com.google.api.client.googleapis.services.AbstractGoogleClientRequest;
import java.io.IOException;

/** What a call is answered. */
public final class Answer {
    private Answer() {}

    /**
     * Calls, and reads the answer.
     *
     * @throws IOException also if it was answered by what is no answer, which somebody on the way may give: what was asked for
     *     may be done
     */
    public static <T> T of(AbstractGoogleClientRequest<T> request) throws IOException {
        T answer;
        try {
            answer = request.execute();
        } catch (IllegalArgumentException unreadable) { // how the client library says that a body is not JSON
            throw new IOException("an answer that is not JSON", unreadable);
        }
        if (answer == null) {
            throw new IOException("an answer without content");
        }
        return answer;
    }
}
