// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import java.util.IdentityHashMap;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * What keeps the task from going on: a failure, which ends it, or a table that is late. Late
 * work is still held and still tried; meanwhile the worker is asked to come back with its records.
 */
final class Troubles {
    private final IdentityHashMap<Object, String> late = new IdentityHashMap<>();
    private @Nullable ConnectException failure;

    /** Ends the task at its next call; the first failure counts. */
    void fail(ConnectException error) {
        if (failure == null) {
            failure = error;
        }
    }

    /** Work that is late, and why. */
    void late(Object work, String message) {
        late.put(work, message);
    }

    /** Work that is late no more. */
    void settled(Object work) {
        late.remove(work);
    }

    boolean isLate(Object work) {
        return late.containsKey(work);
    }

    boolean failed() {
        return failure != null;
    }

    boolean anyLate() {
        return !late.isEmpty();
    }

    /** Throws what keeps the task from taking records. */
    void check() {
        if (failure != null) {
            throw failure;
        }
        if (!late.isEmpty()) {
            throw new RetriableException(late.values().iterator().next());
        }
    }
}
