// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage;

import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.RowWriter;
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import io.millrace.connect.kit.Backoff;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends batches to default streams, at least once. Everything below runs on the writer's own thread, but for
 * {@link #write}, {@link #withdraw} and {@link #close}, which only post.
 */
public final class StorageRowWriter implements RowWriter {
    private static final Logger LOG = LoggerFactory.getLogger(StorageRowWriter.class);
    /** Requests up to here are never too large: BigQuery accepts 20 MB, older endpoints 10 MB (2026-08). */
    private static final long CERTAIN_SIZE = 9_500_000;

    private static final long CLOSE_MS = 5_000;

    private final StorageWriteSettings settings;
    private final BigQueryWriteClient client;
    private final WriteEvents outside;
    private final Timing timing;
    private final Backoff backoff;
    private final WriterSchemas schemas;
    private final Connections connections;
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final Outbox outbox = new Outbox();
    private final Thread thread;
    private boolean closing;

    /** Where time, chance and the thread come from. */
    public record Timing(InstantSource clock, RandomGenerator random, ThreadFactory threads) {}

    /**
     * Starts the writer.
     *
     * @param client owned by the writer from now on
     * @param descriptors explains the rows of a shape
     * @param outside is told on the writer's thread
     */
    public StorageRowWriter(
            StorageWriteSettings settings,
            BigQueryWriteClient client,
            Function<TableShape, DescriptorProto> descriptors,
            WriteEvents outside,
            Timing timing) {
        this.settings = settings;
        this.client = client;
        this.outside = outside;
        this.timing = timing;
        this.backoff =
                new Backoff(settings.retry().initialBackoff(), settings.retry().maxBackoff());
        this.schemas = new WriterSchemas(descriptors);
        this.connections = new Connections(settings, this::open);
        this.thread = timing.threads().newThread(this::run);
        thread.start();
    }

    @Override
    public void write(Batch batch, Duration delay) {
        events.add(() -> outbox.add(new Append(batch, now() + delay.toMillis()), now()));
    }

    @Override
    public void withdraw(Collection<Batch> batches) {
        Set<Batch> unwanted = Set.copyOf(batches);
        CountDownLatch certain = new CountDownLatch(1);
        events.add(() -> {
            onWithdrawal(unwanted);
            certain.countDown();
        });
        try {
            if (!certain.await(CLOSE_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("writer does not answer, what was withdrawn may still be sent thread={}", thread.getName());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // the withdrawal is posted all the same
        }
    }

    @Override
    public void close() {
        events.add(() -> closing = true);
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        client.shutdownNow();
    }

    private AppendConnection open(Batch first) {
        return new AppendConnection(client, first, settings.traceId(), new AppendConnection.Events() {
            @Override
            public void answered(AppendConnection connection, AppendRowsResponse response) {
                events.add(() -> onAnswer(connection, response));
            }

            @Override
            public void ended(AppendConnection connection, Throwable cause) {
                events.add(() -> onEnd(connection, cause));
            }
        });
    }

    private void run() {
        while (!closing) {
            try {
                Runnable event = events.poll(pauseMs(), TimeUnit.MILLISECONDS);
                for (; event != null; event = events.poll()) {
                    event.run();
                }
                giveUpOverdue();
                sendReady();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                closing = true;
            } catch (RuntimeException unexpected) {
                failAll(unexpected);
            }
        }
        connections.cancelAll();
    }

    /** A defect of ours or of the client library: nothing may hang because of it. */
    private void failAll(RuntimeException unexpected) {
        LOG.error("writer failed thread={}", thread.getName(), unexpected);
        List<Append> all = new ArrayList<>(outbox.remove(any -> true));
        all.addAll(connections.cancelAll());
        ConnectException error = new ConnectException("the writer failed unexpectedly", unexpected);
        all.forEach(append -> outside.finished(new WriteResult.Failed(append.batch, error)));
    }

    private long pauseMs() {
        long next = Math.min(connections.nextOverdue(), outbox.nextDue());
        // A second is short enough for a connection that has only just become slow to be gone round.
        return Math.max(0, Math.min(next - now(), 1_000));
    }

    private void sendReady() {
        long now = now();
        for (Iterator<Append> due = outbox.due(now); due.hasNext(); ) {
            Append append = due.next();
            AppendConnection connection = connections.placeFor(append, now);
            if (connection != null) {
                ProtoSchema schema = schemas.of(append.batch.shape());
                due.remove(); // from here on the connection answers for it, whatever goes wrong
                append.sent(now, settings.timeout());
                connection.send(append, schema);
            }
        }
    }

    private void onWithdrawal(Set<Batch> unwanted) {
        outbox.remove(append -> unwanted.contains(append.batch)).forEach(this::withdrawn);
        connections.inFlight().filter(append -> unwanted.contains(append.batch)).forEach(Append::withdraw);
    }

    private void withdrawn(Append append) {
        outside.finished(new WriteResult.Withdrawn(append.batch));
    }

    private void giveUpOverdue() {
        for (AppendConnection connection : connections.overdue(now())) {
            LOG.warn(
                    "append not answered in time thread={} timeoutMs={}",
                    thread.getName(),
                    settings.timeout().toMillis());
            connections.remove(connection);
            Append late = connection.answered();
            connection.orphans().forEach(orphan -> retry(orphan, RetryReason.CONNECTION, "CANCELLED"));
            if (late != null) {
                retry(late, RetryReason.TIMEOUT, "no answer within request.timeout.ms");
            }
            connection.cancel();
        }
    }

    private void onAnswer(AppendConnection connection, AppendRowsResponse response) {
        Append append = connection.answered();
        if (append == null) {
            return; // given up before
        }
        AppendError error = AppendError.in(response);
        if (error == null) {
            Duration latency = Duration.ofMillis(now() - append.firstSent);
            outside.finished(new WriteResult.Written(append.batch, latency, response.hasUpdatedSchema()));
        } else {
            connection.explainAgain();
            onError(append, error);
        }
    }

    private void onEnd(AppendConnection connection, Throwable cause) {
        if (connection.ended()) {
            return; // given up before
        }
        connections.remove(connection);
        List<Append> orphans = connection.orphans();
        AppendError error = AppendError.of(cause);
        AppendError.Kind kind = error.kind();
        boolean ofAll = kind == AppendError.Kind.TRANSIENT || kind == AppendError.Kind.QUOTA;
        LOG.debug("connection ended thread={} error={} unanswered={}", thread.getName(), error, orphans.size());
        for (Append orphan : orphans) {
            if (ofAll) {
                retry(
                        orphan,
                        kind == AppendError.Kind.QUOTA ? RetryReason.QUOTA : RetryReason.CONNECTION,
                        error.toString());
            } else if (orphans.size() == 1) {
                onError(orphan, error);
            } else {
                // One request was refused and took the others with it; each is sent alone to learn which.
                orphan.suspect = true;
                retry(orphan, RetryReason.CONNECTION, error.toString());
            }
        }
    }

    private void onError(Append append, AppendError error) {
        Batch batch = append.batch;
        if (error.mayBeSize(batch.bytes(), CERTAIN_SIZE)) {
            outside.finished(new WriteResult.TooLarge(batch));
            return;
        }
        AppendError.Kind kind = error.kind();
        if ((kind == AppendError.Kind.TYPES_DIFFER || kind == AppendError.Kind.FATAL) && !append.explained) {
            append.suspect = true; // the schema that the connection knows may be what is wrong
            retry(append, RetryReason.CONNECTION, error.toString());
            return;
        }
        switch (kind) {
            case ROWS ->
                outside.finished(new WriteResult.RowsRefused(batch, new RefusedRows(batch.shape()).reasons(error)));
            case TABLE_MISSING -> outside.finished(new WriteResult.TableBehind(batch, Lack.TABLE));
            case COLUMNS_MISSING -> outside.finished(new WriteResult.TableBehind(batch, Lack.COLUMNS));
            case PERMISSION -> outside.finished(new WriteResult.TableBehind(batch, Lack.PERMISSION));
            case TRANSIENT -> retry(append, RetryReason.UNAVAILABLE, error.toString());
            case QUOTA -> retry(append, RetryReason.QUOTA, error.toString());
            case TYPES_DIFFER -> outside.finished(new WriteResult.TableBehind(batch, Lack.TYPES));
            case FATAL -> refuse(append, error);
        }
    }

    private void refuse(Append append, AppendError error) {
        Batch batch = append.batch;
        outside.finished(new WriteResult.Failed(
                batch,
                new ConnectException("table " + batch.table() + ": BigQuery refused an append of "
                        + batch.rows().size() + " rows with " + error
                        + "; its text is left out here, because it may quote a value")));
    }

    private void retry(Append append, RetryReason reason, String cause) {
        if (append.withdrawn()) {
            withdrawn(append);
            return;
        }
        long now = now();
        Duration outage = settings.retry().outage();
        if (outage != null && append.refusedFor(now) >= outage.toMillis()) {
            outside.finished(new WriteResult.Failed(
                    append.batch,
                    new ConnectException("table " + append.batch.table() + ": "
                            + append.batch.rows().size() + " rows could not be written for " + outage.toMillis()
                            + " ms, last because of " + cause + "; outage.timeout.ms says how long to go on trying")));
            return;
        }
        outside.repeated(new Repetition(append.batch, reason, cause));
        append.repeat(now, backoff.after(append.refusals() + 1, timing.random()));
        outbox.add(append, now);
    }

    private long now() {
        return timing.clock().millis();
    }
}
