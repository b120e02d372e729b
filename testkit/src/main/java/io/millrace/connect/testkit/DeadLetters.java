// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;

/** A dead letter queue: what was reported, with why; reports are durable at once, or when they are told to be. */
public final class DeadLetters implements ErrantRecordReporter {
    private final List<Letter> letters = new ArrayList<>();
    private final List<CompletableFuture<Void>> open = new ArrayList<>();
    private boolean holding;

    /** A reported record. */
    public record Letter(SinkRecord record, Throwable error) {}

    @Override
    public synchronized Future<Void> report(SinkRecord record, Throwable error) {
        letters.add(new Letter(record, error));
        CompletableFuture<Void> future = new CompletableFuture<>();
        if (holding) {
            open.add(future);
        } else {
            future.complete(null);
        }
        return future;
    }

    /** From now on reports are not durable until {@link #release}. */
    public synchronized void hold() {
        holding = true;
    }

    /** The reports that are held are never durable: the queue could not be written. */
    public synchronized void lose() {
        open.forEach(future -> future.completeExceptionally(new KafkaException("the queue is gone")));
        open.clear();
    }

    /** Makes all reports durable. */
    public synchronized void release() {
        holding = false;
        open.forEach(future -> future.complete(null));
        open.clear();
    }

    /** All reports in order. */
    public synchronized List<Letter> letters() {
        return List.copyOf(letters);
    }

    /** The offsets of the reported records, in order of report. */
    public synchronized List<Long> offsets() {
        return letters.stream()
                .map(letter -> letter.record().originalKafkaOffset())
                .toList();
    }
}
