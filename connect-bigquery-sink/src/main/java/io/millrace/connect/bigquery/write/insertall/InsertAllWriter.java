// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.insertall;

import com.google.api.services.bigquery.Bigquery;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.RowWriter;
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.bigquery.write.dispatch.Dispatch;
import io.millrace.connect.bigquery.write.dispatch.Unanswered;
import io.millrace.connect.bigquery.write.dispatch.WriterThread;
import io.millrace.connect.bigquery.write.insertall.Places.Call;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inserts batches by {@code tabledata.insertAll}, at least once. Everything below runs on the writer's own thread, but for
 * {@link #write}, {@link #sift}, {@link #withdraw} and {@link #close}, which only post, and for the calls themselves, which
 * wait on threads of a pool and post what came of them.
 */
public final class InsertAllWriter implements RowWriter {
    /** Calls at a time at most, each of which takes a thread and a connection. */
    public static final int MOST_CALLS = Places.MOST_THREADS;

    private static final Logger LOG = LoggerFactory.getLogger(InsertAllWriter.class);
    /** How long to sleep at most while answers are waited for: so late is seen that one is slow. */
    private static final long LOOK_MS = 200;

    private final Bigquery client;
    private final Inserts inserts;
    private final InstantSource clock;
    private final Unanswered<Dispatch> unanswered;
    private final Answers answers;
    private final Places places;
    private final ExecutorService callers;
    private final WriterThread thread;

    /**
     * Starts the writer.
     *
     * @param client owned by the writer from now on; its answers may take as long as the settings say
     * @param outside is told on the writer's thread
     * @param threads makes the writer's, and those that wait for answers
     */
    public InsertAllWriter(
            InsertAllSettings settings,
            Bigquery client,
            WriteEvents outside,
            RetryPolicy retry,
            ThreadFactory threads) {
        this.client = client;
        this.inserts = new Inserts(client, settings);
        this.clock = retry.clock();
        this.unanswered = new Unanswered<>(settings.outage(), retry, outside);
        this.answers = new Answers(unanswered);
        this.places = new Places(settings.timeout().toMillis());
        this.callers = Executors.newCachedThreadPool(threads);
        this.thread = new WriterThread(new Rounds(), threads);
        thread.start();
    }

    @Override
    public void write(Batch batch, Duration delay) {
        thread.post(() -> unanswered.send(new Dispatch(batch, now() + delay.toMillis())));
    }

    @Override
    public void sift(Batch batch) {
        thread.post(
                () -> unanswered.sift(new Dispatch(batch, now()), Answers.WORDS, part -> new Dispatch(part, now())));
    }

    @Override
    public void withdraw(Collection<Batch> batches) {
        Set<Batch> unwanted = Set.copyOf(batches);
        thread.postAndWait(() -> {
            unanswered.withdraw(unwanted);
            places.inFlight()
                    .filter(insert -> unwanted.contains(insert.whole()))
                    .forEach(Dispatch::withdraw);
        });
    }

    @Override
    public void close() {
        thread.close();
        callers.shutdownNow();
        try {
            client.getRequestFactory().getTransport().shutdown(); // ends calls that wait: no interrupt does
        } catch (IOException failed) {
            LOG.debug("connections not closed thread={}", thread.name(), failed);
        }
    }

    private final class Rounds implements WriterThread.Work {
        @Override
        public long pauseMs() {
            long longest = places.isEmpty() ? 60_000 : LOOK_MS;
            return Math.max(0, Math.min(longest, unanswered.nextDue() - now()));
        }

        @Override
        public void round() {
            giveUpOverdue();
            places.look(now());
            sendReady();
        }

        @Override
        public void fail(ConnectException error) {
            places.giveUpAll();
            unanswered.failAll(error);
        }
    }

    private void sendReady() {
        long now = now();
        Set<Destination> waiting = new HashSet<>(); // what of a table comes later would find no place either
        for (Iterator<Dispatch> due = unanswered.due(now); due.hasNext() && !thread.isClosing(); ) {
            Dispatch insert = due.next();
            Destination table = insert.batch().table();
            if (waiting.contains(table) || !places.hasRoomFor(table)) {
                waiting.add(table);
            } else {
                due.remove();
                insert.sent(now);
                send(places.take(insert, now));
            }
        }
    }

    private void send(Call call) {
        Batch batch = call.insert.batch();
        callers.execute(() -> {
            Runnable event;
            try {
                InsertAnswer answer = inserts.send(batch);
                event = () -> onAnswer(call, answer);
            } catch (Throwable unexpected) { // an Error too: nobody else would hear of it
                event = () -> onDefect(call, unexpected);
            }
            thread.post(event);
        });
    }

    private void onAnswer(Call call, InsertAnswer answer) {
        if (places.end(call, answer.status() != 0, now())) {
            answers.take(call.insert, answer, now());
        }
    }

    private void onDefect(Call call, Throwable unexpected) {
        if (places.end(call, /* answered= */ false, now())) {
            thread.failed(unexpected);
        }
    }

    private void giveUpOverdue() {
        for (Dispatch overdue : places.giveUpOverdue(now())) {
            LOG.warn("insert not answered in time thread={}", thread.name());
            answers.take(overdue, InsertAnswer.lost(RetryReason.TIMEOUT, "no answer within request.timeout.ms"), now());
        }
    }

    private long now() {
        return clock.millis();
    }
}
