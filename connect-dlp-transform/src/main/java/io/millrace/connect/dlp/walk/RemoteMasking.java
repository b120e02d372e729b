// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.cloud.CloudEngine;
import io.millrace.connect.dlp.cloud.CloudException;
import io.millrace.connect.dlp.cloud.Fallback;
import io.millrace.connect.dlp.cloud.Question;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Cloud DLP for a record's masked texts, and decides what happens when it does not answer. */
public final class RemoteMasking implements Remote {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteMasking.class);
    private static final int MOST_REASONS = 100;

    private final CloudEngine engine;
    private final Fallback fallback;
    // Told once each: a wrong infoType or a missing permission fails every record
    private final Set<String> toldReasons = new HashSet<>();

    /** Asks this engine. */
    public RemoteMasking(CloudEngine engine, Fallback fallback) {
        this.engine = engine;
        this.fallback = fallback;
    }

    /**
     * Gives the visit its answers; leaves it without any when this process is to mask.
     *
     * @throws RetriableException under {@code cloud.fallback=retry}, so that Connect tries the record again
     */
    @Override
    public void beforeMasking(Visit visit, MaskingRules rules) {
        Set<Question> row = visit.questions();
        if (row.isEmpty()) {
            return;
        }
        try {
            if (rules.settings().inspectOnly()) {
                inspect(row, visit, rules);
            } else {
                visit.answer(engine.deidentify(row));
            }
        } catch (CloudException failure) {
            if (failure.worthRetrying() && fallback == Fallback.RETRY) {
                throw new RetriableException(failure.getMessage() + "; the record is tried again");
            }
            tell(failure);
            if (fallback != Fallback.LOCAL) {
                visit.answer(Map.of()); // every field of the row is handled by on.error: nothing leaves unmasked
            }
        }
    }

    private void tell(CloudException failure) {
        String reason = String.valueOf(failure.getMessage());
        if (toldReasons.size() < MOST_REASONS && toldReasons.add(reason)) {
            LOG.warn(
                    "records {} reason={}; told once",
                    fallback == Fallback.LOCAL ? "masked by this process instead" : "left to on.error",
                    reason);
        }
    }

    @Override
    public boolean wantsNext() {
        return true;
    }

    @Override
    public void afterMasking(Visit visit) {
        // Everything was said before.
    }

    @Override
    public void close() {
        engine.close();
    }

    private void inspect(Set<Question> row, Visit visit, MaskingRules rules) throws CloudException {
        Set<Question> texts = Question.inspected(row);
        if (!texts.isEmpty()) {
            engine.inspect(texts)
                    .forEach((question, found) -> found.stream()
                            .filter(each -> question.wants(each.infoType()))
                            .forEach(each -> {
                                rules.audit().found(question.field(), each.infoType(), each.likelihood());
                                visit.spare();
                            }));
        }
        if (texts.size() < row.size()) {
            visit.spare(); // whole values are masked whatever they say
        }
        visit.answer(row.stream().collect(Collectors.toMap(question -> question, Question::text)));
    }
}
