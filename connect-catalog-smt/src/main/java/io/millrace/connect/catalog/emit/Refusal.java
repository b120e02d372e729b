// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.openlineage.client.transports.HttpTransportResponseException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a send that failed says: of the event, of the connection, or of this moment alone. */
final class Refusal {
    /** Answers that the same event would get again. */
    private static final Set<Integer> WRONG_EVENT = Set.of(400, 413, 422);

    private static final List<Class<? extends Exception>> NO_CONNECTION = List.of(
            ConnectException.class, UnknownHostException.class, NoRouteToHostException.class, TimeoutException.class);

    private static final int MOST_CAUSES = 16;

    private Refusal() {}

    /** Whether the same event would be refused again. */
    static boolean isOfEvent(@Nullable Throwable failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof RecordTooLargeException
                        || (cause instanceof HttpTransportResponseException answer
                                && WRONG_EVENT.contains(answer.getStatusCode())));
    }

    /** Whether any other event would fare the same. */
    static boolean isOfConnection(@Nullable Throwable failure) {
        return causes(failure).anyMatch(cause -> NO_CONNECTION.stream().anyMatch(kind -> kind.isInstance(cause)));
    }

    private static Stream<Throwable> causes(@Nullable Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(MOST_CAUSES);
    }

    /** Never the answer's body: nobody knows what a server repeats in it. */
    static String describe(@Nullable Throwable cause) {
        if (cause == null) {
            return "time is over";
        }
        if (cause instanceof HttpTransportResponseException answer) {
            return "HTTP " + answer.getStatusCode();
        }
        Throwable inner = cause.getCause();
        String word = cause.getClass().getSimpleName();
        return inner == null ? word : word + " by " + inner.getClass().getSimpleName();
    }
}
