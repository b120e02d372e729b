// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.plan;

import java.util.function.Function;
import java.util.function.Supplier;

/** What a question to the admin API came to. */
sealed interface Answer<T> {
    /** It exists. */
    record Found<T>(T value) implements Answer<T> {}

    /** It does not exist. */
    record Missing<T>() implements Answer<T> {}

    /** The credentials may not know. */
    record Denied<T>() implements Answer<T> {}

    /** Nobody answered, or not now. */
    record Unknown<T>() implements Answer<T> {}

    /** What follows from each case; nothing follows from the unknown. */
    default <R> R fold(Function<T, R> found, Supplier<R> missing, Supplier<R> denied, R unknown) {
        if (this instanceof Found<T> answer) {
            return found.apply(answer.value());
        }
        if (this instanceof Missing) {
            return missing.get();
        }
        return this instanceof Denied ? denied.get() : unknown;
    }

    /** The same answer about something that follows from what was found. */
    default <R> Answer<R> then(Function<T, R> found) {
        return fold(value -> new Found<>(found.apply(value)), Missing::new, Denied::new, new Unknown<>());
    }
}
