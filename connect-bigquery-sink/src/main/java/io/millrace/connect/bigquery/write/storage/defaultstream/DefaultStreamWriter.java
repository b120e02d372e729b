// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.defaultstream;

import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.RowWriter;
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.dispatch.Unanswered;
import io.millrace.connect.bigquery.write.dispatch.WriterThread;
import io.millrace.connect.bigquery.write.storage.StorageWriteSettings;
import io.millrace.connect.bigquery.write.storage.connection.Append;
import io.millrace.connect.bigquery.write.storage.connection.AppendConnection;
import io.millrace.connect.bigquery.write.storage.connection.AppendError;
import io.millrace.connect.bigquery.write.storage.connection.Connections;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends batches to default streams, at least once. Everything below runs on the writer's own thread, but for
 * {@link #write}, {@link #sift}, {@link #withdraw} and {@link #close}, which only post.
 */
public final class DefaultStreamWriter implements RowWriter {
    private static final Logger LOG = LoggerFactory.getLogger(DefaultStreamWriter.class);
    /** How long to sleep at most while answers are waited for: so late is seen that one is slow. */
    private static final long LOOK_MS = 200;

    private final StorageWriteSettings settings;
    private final BigQueryWriteClient client;
    private final InstantSource clock;
    private final Unanswered<Append> unanswered;
    private final Refusals refusals;
    private final WriterSchemas schemas;
    private final Connections connections;
    private final WriterThread thread;
    private long quietUntil = Long.MIN_VALUE;

    /**
     * Starts the writer.
     *
     * @param client owned by the writer from now on
     * @param descriptors explains the rows of a shape
     * @param outside is told on the writer's thread
     * @param threads makes the writer's
     */
    public DefaultStreamWriter(
            StorageWriteSettings settings,
            BigQueryWriteClient client,
            Function<TableShape, DescriptorProto> descriptors,
            WriteEvents outside,
            RetryPolicy retry,
            ThreadFactory threads) {
        this.settings = settings;
        this.client = client;
        this.clock = retry.clock();
        this.unanswered = new Unanswered<>(settings.outage(), retry, outside);
        this.refusals = new Refusals(unanswered);
        this.schemas = new WriterSchemas(descriptors);
        this.connections = new Connections(settings, this::open);
        this.thread = new WriterThread(new Rounds(), threads);
        thread.start();
    }

    @Override
    public void write(Batch batch, Duration delay) {
        thread.post(() -> unanswered.send(new Append(batch, now() + delay.toMillis())));
    }

    @Override
    public void sift(Batch batch) {
        thread.post(() -> unanswered.sift(new Append(batch, now()), Refusals.WORDS, part -> new Append(part, now())));
    }

    @Override
    public void withdraw(Collection<Batch> batches) {
        Set<Batch> unwanted = Set.copyOf(batches);
        thread.postAndWait(() -> onWithdrawal(unwanted));
    }

    @Override
    public void close() {
        thread.close();
        client.shutdownNow();
    }

    private AppendConnection open(Batch first, long now) {
        return new AppendConnection(client, first, settings.traceId(), now, new AppendConnection.Events() {
            @Override
            public void answered(AppendConnection connection, AppendRowsResponse response) {
                thread.post(() -> onAnswer(connection, response));
            }

            @Override
            public void ended(AppendConnection connection, Throwable cause) {
                thread.post(() -> onEnd(connection, cause));
            }

            @Override
            public void ready() {
                thread.post(() -> {}); // what waits for that is sent when events are done
            }
        });
    }

    private final class Rounds implements WriterThread.Work {
        @Override
        public long pauseMs() {
            long now = now();
            long next = connections.anyInFlight() ? now + LOOK_MS : Long.MAX_VALUE;
            if (quietUntil > now) {
                next = Math.min(next, quietUntil);
            }
            // A second is short enough for idle connections.
            return Math.max(0, Math.min(Math.min(next, unanswered.nextDue()) - now, 1_000));
        }

        @Override
        public void round() {
            giveUpOverdue();
            giveUpJammed();
            connections.tidy(now());
            sendReady();
        }

        @Override
        public void fail(ConnectException error) {
            connections.cancelAll();
            unanswered.failAll(error);
        }

        @Override
        public void end() {
            connections.cancelAll();
        }
    }

    private void sendReady() {
        long now = now();
        if (now < quietUntil) {
            return;
        }
        Set<Destination> waiting = new HashSet<>(); // what of a table comes later would find no place either
        for (Iterator<Append> due = unanswered.due(now); due.hasNext(); ) {
            Append append = due.next();
            AppendConnection connection =
                    waiting.contains(append.batch().table()) ? null : connections.placeFor(append, now);
            if (connection == null) {
                waiting.add(append.batch().table());
            } else {
                ProtoSchema schema = schemas.of(append.batch().shape());
                due.remove(); // from here on the connection answers for it, whatever goes wrong
                append.sent(now);
                if (!sent(append, connection, schema, now)) {
                    return;
                }
            }
        }
    }

    private boolean sent(Append append, AppendConnection connection, ProtoSchema schema, long now) {
        try {
            connection.send(append, schema, now);
            return true;
        } catch (OutOfMemoryError full) {
            // Requests are copied into direct memory, which all tasks of the worker share: it may be there in a moment.
            quietUntil = now + unanswered.pauseAfter(append.refusals() + 1).toMillis();
            giveUp(connection, append, RetryReason.CONNECTION, outOfMemory(full));
            return false;
        }
    }

    private static String outOfMemory(Throwable full) {
        return full.getClass().getSimpleName()
                + ": the worker has no memory for the request; -XX:MaxDirectMemorySize says how much there is";
    }

    private void onWithdrawal(Set<Batch> unwanted) {
        unanswered.withdraw(unwanted);
        connections
                .inFlight()
                .filter(append -> unwanted.contains(append.whole()))
                .forEach(Append::withdraw);
    }

    private void giveUpOverdue() {
        for (AppendConnection connection : connections.takeOverdue(now())) {
            LOG.warn(
                    "append not answered in time thread={} timeoutMs={}",
                    thread.name(),
                    settings.timeout().toMillis());
            giveUp(connection, connection.oldest(), RetryReason.TIMEOUT, "no answer within request.timeout.ms");
        }
    }

    private void giveUpJammed() {
        for (AppendConnection connection : connections.takeJammed(now())) {
            LOG.debug("a table is answered too slowly for others to wait for it thread={}", thread.name());
            giveUp(
                    connection,
                    connection.oldest(),
                    RetryReason.CONNECTION,
                    "answered more slowly than tables that waited behind it");
        }
    }

    /** Ends a connection because of one request, which is repeated after a pause; the others go elsewhere at once. */
    private void giveUp(AppendConnection connection, @Nullable Append blamed, RetryReason reason, String cause) {
        connections.remove(connection);
        List<Append> orphans = connection.orphans();
        connection.cancel();
        for (Append orphan : orphans) {
            if (orphan == blamed) {
                unanswered.retry(orphan, reason, cause);
            } else {
                unanswered.repeat(orphan, RetryReason.CONNECTION, "CANCELLED", Duration.ZERO);
            }
        }
    }

    private void onAnswer(AppendConnection connection, AppendRowsResponse response) {
        Append append = connections.answered(connection, now());
        if (append == null) {
            return; // given up before
        }
        AppendError error = AppendError.in(response);
        if (error == null) {
            Duration latency = Duration.ofMillis(append.sinceFirstSent(now()));
            unanswered.finish(append, new WriteResult.Written(append.batch(), latency, response.hasUpdatedSchema()));
        } else {
            connection.refused(error.kind(), append.part() != null);
            refusals.refused(append, error);
        }
    }

    private void onEnd(AppendConnection connection, Throwable cause) {
        if (connection.ended()) {
            return; // given up before
        }
        connections.remove(connection);
        List<Append> orphans = connection.orphans();
        AppendError error = AppendError.of(cause);
        String told = AppendError.isOutOfMemory(cause) ? outOfMemory(cause) : error.toString();
        LOG.debug("connection ended thread={} error={} unanswered={}", thread.name(), told, orphans.size());
        for (Append orphan : orphans) {
            switch (error.kind()) {
                case TRANSIENT -> unanswered.retry(orphan, RetryReason.CONNECTION, told);
                case QUOTA, CREDENTIALS -> refusals.refused(orphan, error);
                case ROWS, TABLE_MISSING, COLUMNS_MISSING, TYPES_DIFFER, PERMISSION, FATAL -> {
                    if (orphans.size() == 1) {
                        refusals.refused(orphan, error);
                    } else {
                        // One request was refused and took the others with it; each is sent alone to learn which.
                        orphan.suspect();
                        unanswered.retry(orphan, RetryReason.CONNECTION, told);
                    }
                }
            }
        }
    }

    private long now() {
        return clock.millis();
    }
}
