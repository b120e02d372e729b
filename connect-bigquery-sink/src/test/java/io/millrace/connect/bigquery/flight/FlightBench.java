// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.deliver.Buffer;
import io.millrace.connect.bigquery.deliver.Buffer.Share;
import io.millrace.connect.bigquery.deliver.OffsetTracker;
import io.millrace.connect.bigquery.deliver.OriginReader;
import io.millrace.connect.bigquery.deliver.Slot;
import io.millrace.connect.bigquery.health.TaskHealth;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RowWriter;
import io.millrace.connect.bigquery.write.StagedObject;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** Batches on their way between a writer and an owner that note what they are told. */
abstract class FlightBench {
    static final Destination TABLE = new Destination("p", "d", "t");
    static final TableShape SHAPE = new TableShape(List.of());

    final OffsetTracker tracker = new OffsetTracker(OriginReader.ORIGINAL);
    final Buffer buffer = new Buffer(1_000_000);
    final Share share = buffer.share(TABLE);
    final TaskHealth health = new TaskHealth(InstantSource.system(), null);
    final Hand writer = new Hand();
    final Owner owner = new Owner();
    final InFlight inFlight = new InFlight(writer, tracker::readAgain, health, InstantSource.system());

    /** The offset of the next record that is sent. */
    long next;

    /** Sends one batch with a row of each of these partitions. */
    Batch send(int... partitions) {
        List<Row> rows = new ArrayList<>();
        List<Slot> slots = new ArrayList<>();
        long weight = 0;
        for (int i = 0; i < partitions.length; i++) {
            SinkRecord record = new SinkRecord("t", partitions[i], null, null, null, null, next++);
            Slot slot = Objects.requireNonNull(tracker.begin(record));
            Row row = new Row(slot, SHAPE, new byte[10]);
            slots.add(slot);
            rows.add(row);
            weight += BatchReceipt.weightOf(row);
        }
        Batch batch = new Batch(TABLE, "EU", rows);
        inFlight.send(new BatchReceipt(batch, slots, List.of(), share.reserve(weight)), owner, Duration.ZERO);
        return writer.written.removeFirst();
    }

    void lose(int partition) {
        tracker.close(List.of(new TopicPartition("t", partition)));
    }

    static List<String> origins(Batch batch) {
        return batch.rows().stream().map(Row::origin).map(Object::toString).toList();
    }

    void allIsDone() {
        assertThat(tracker.open()).isZero();
        assertThat(buffer.bytes()).isZero();
        assertThat(owner.underWay).isZero();
    }

    /** A writer that keeps what it is given. */
    static final class Hand implements RowWriter {
        final Deque<Batch> written = new ArrayDeque<>();
        final List<Batch> withdrawn = new ArrayList<>();
        final List<StagedObject> discarded = new ArrayList<>();
        final List<StagedObject> setAside = new ArrayList<>();

        @Override
        public void setAside(StagedObject object) {
            setAside.add(object);
        }

        @Override
        public void discard(Collection<StagedObject> objects) {
            discarded.addAll(objects);
        }

        @Override
        public void write(Batch batch, Duration delay) {
            written.add(batch);
        }

        @Override
        public void sift(Batch batch) {
            written.add(batch);
        }

        @Override
        public void withdraw(Collection<Batch> batches) {
            withdrawn.addAll(batches);
        }

        @Override
        public void close() {}
    }

    /** An owner that notes what it hears. */
    final class Owner implements BatchOwner {
        final List<String> heard = new ArrayList<>();
        final List<BatchReceipt> received = new ArrayList<>();
        boolean takesBack;
        boolean tolerant;
        int underWay;

        @Override
        public void sent() {
            underWay++;
        }

        @Override
        public void repeated(Repetition repetition) {
            heard.add("repeated");
        }

        @Override
        public void written(Batch rows, Duration latency) {
            heard.add("written " + rows.rows().size());
        }

        @Override
        public void tableChanged() {
            heard.add("table changed");
        }

        @Override
        public void behind(BatchReceipt batch, Lack lack) {
            heard.add("behind " + lack);
            received.add(batch);
        }

        @Override
        public void refused(BatchReceipt batch, WriteResult.RowsRefused rows) {
            heard.add("refused " + rows.reasons().keySet());
            if (!takesBack) {
                inFlight.refuse(batch, rows, this);
            }
        }

        @Override
        public void reject(BatchReceipt batch, int position, String reason) {
            heard.add("reject " + batch.slot(position) + " " + reason);
        }

        @Override
        public void answered() {
            underWay--;
            heard.add("answered");
        }

        @Override
        public void staged() {}

        @Override
        public void loaded(LoadNews.Loaded loaded) {
            heard.add("loaded " + loaded.object().rows());
        }

        @Override
        public boolean goesOnWithout(LoadNews.SetAside setAside) {
            heard.add("set aside");
            return tolerant;
        }

        @Override
        public void failed(LoadNews.Failed failed) {
            heard.add("failed");
        }

        @Override
        public void outdated(LoadNews.Outdated outdated) {
            heard.add("outdated");
        }

        @Override
        public void lacking(LoadNews.Lacking lacking) {
            heard.add("lacking");
        }

        @Override
        public void repeated(LoadNews.Repeated repeated) {
            heard.add("repeated " + repeated.reason());
        }
    }
}
