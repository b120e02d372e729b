// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.cloud.CloudEngine;
import io.millrace.connect.dlp.cloud.CloudException;
import io.millrace.connect.dlp.cloud.Question;
import io.millrace.connect.dlp.infotype.InfoType;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows Cloud DLP a sample of the texts that were inspected here, and counts the records for which it finds other
 * infoTypes. On a thread of its own; when that is behind, samples are left out.
 */
public final class Shadow implements Remote {
    private static final Logger LOG = LoggerFactory.getLogger(Shadow.class);
    private static final int MOST_WAITING = 100;

    private final CloudEngine engine;
    private final double sampleRatio;
    private final RandomGenerator random;
    private final Runnable disagreed;
    private final ThreadPoolExecutor thread;

    /**
     * Compares.
     *
     * @param sampleRatio the share of records to compare, 0 to 1
     * @param disagreed called on the comparing thread
     */
    public Shadow(CloudEngine engine, double sampleRatio, RandomGenerator random, Runnable disagreed) {
        this.engine = engine;
        this.sampleRatio = sampleRatio;
        this.random = random;
        this.disagreed = disagreed;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                task -> {
                    Thread created = new Thread(task, "millrace-dlp-shadow");
                    created.setDaemon(true);
                    return created;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public boolean wantsNext() {
        return random.nextDouble() < sampleRatio;
    }

    @Override
    public void beforeMasking(Visit visit, MaskingRules rules) {
        // The local engine acts; the texts are kept in the visit until it has.
    }

    @Override
    public void afterMasking(Visit visit) {
        Set<Question> texts = Question.inspected(visit.questions());
        if (!texts.isEmpty()) {
            Set<InfoType> found = Set.copyOf(visit.found());
            thread.execute(() -> compare(texts, found));
        }
    }

    private void compare(Set<Question> texts, Set<InfoType> found) {
        try {
            Set<InfoType> foundThere = new HashSet<>();
            engine.inspect(texts)
                    .forEach((question, answers) -> answers.stream()
                            .map(CloudEngine.Found::infoType)
                            .filter(question::wants)
                            .forEach(foundThere::add));
            if (!foundThere.equals(found)) {
                disagreed.run();
            }
        } catch (CloudException failure) {
            LOG.debug("sample not compared reason={}", failure.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        engine.close();
    }
}
