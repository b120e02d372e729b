// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.millrace.connect.catalog.event.DatasetSnapshot.Registered;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the registry says of one edge's topic. Of the reporter's thread alone. */
final class SubjectLookup {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(30);

    private @Nullable Registered registered;
    private @Nullable CompletableFuture<Optional<Registered>> asked;
    private Instant askAt = Instant.MIN;
    private Instant changedAt = Instant.MIN;

    /** What came of a question. */
    enum Answer {
        /** None was asked, or there is no answer yet. */
        NONE,
        SAME,
        NEW,
        /** The registry did not answer, or knows nothing of the topic: it is asked again soon. */
        FAILED
    }

    /** What the registry said last; null before it did. */
    @Nullable
    Registered registered() {
        return registered;
    }

    /** Whether a question has no answer yet. */
    boolean isOpen() {
        return asked != null;
    }

    /** Whether it is time to ask again. */
    boolean isDue(Instant now) {
        return !now.isBefore(askAt);
    }

    /** The topic's schema is another: what the registry said before is no answer. */
    void changed(Instant now) {
        changedAt = now;
        askAt = now;
    }

    Instant changedAt() {
        return changedAt;
    }

    /** Awaits an answer; {@code next} is when to ask again even if nothing changes. */
    void await(CompletableFuture<Optional<Registered>> question, Instant next) {
        asked = question;
        askAt = next;
    }

    /** Takes the answer if it has come. */
    Answer take(Instant now) {
        CompletableFuture<Optional<Registered>> question = asked;
        if (question == null || !question.isDone()) {
            return Answer.NONE;
        }
        asked = null;
        Optional<Registered> found = question.isCompletedExceptionally() ? Optional.empty() : question.join();
        if (found.isEmpty()) {
            askAt = now.plus(ASK_AGAIN);
            return Answer.FAILED;
        }
        if (found.get().equals(registered)) {
            return Answer.SAME;
        }
        registered = found.get();
        return Answer.NEW;
    }
}
