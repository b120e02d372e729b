// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.flight;

import io.millrace.connect.bigquery.deliver.Reservation;
import io.millrace.connect.bigquery.deliver.SlotRuns;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.RowWriter;
import io.millrace.connect.bigquery.write.StagedObject;
import io.millrace.connect.bigquery.write.WriteResult;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The objects in Cloud Storage that wait for their load jobs: of their rows only the slots are left, which are finished when
 * the rows are in their table. Task thread.
 */
final class StagedRows implements LoadNews.Receiver {
    private final RowWriter writer;
    private final Predicate<SlotRuns> readAgain;
    private final IdentityHashMap<StagedObject, Waiting> objects = new IdentityHashMap<>();

    private record Waiting(BatchOwner owner, SlotRuns slots, Reservation memory) {
        void finish() {
            slots.finish();
            memory.release();
        }
    }

    /** @param readAgain has records read again from Kafka; false where Kafka has them no more */
    StagedRows(RowWriter writer, Predicate<SlotRuns> readAgain) {
        this.writer = writer;
        this.readAgain = readAgain;
    }

    /** Rows are in an object: what else is kept of them is let go. */
    void add(WriteResult.Staged staged, BatchReceipt receipt, BatchOwner owner) {
        StagedObject object = staged.object();
        Waiting waiting = objects.get(object);
        if (waiting == null) {
            waiting = new Waiting(owner, new SlotRuns(), receipt.anotherReservation());
            objects.put(object, waiting);
        }
        long bytes = 0;
        for (int i = 0; i < staged.batch().rows().size(); i++) {
            bytes += waiting.slots().add(receipt.slot(i));
        }
        waiting.memory().add(bytes);
        receipt.release();
    }

    /** Whether any object waits whose rows are of this table. */
    boolean anyOf(Destination table) {
        return objects.keySet().stream().anyMatch(object -> object.table().equals(table));
    }

    /** Takes news of an object; of one that was forgotten they are nobody's. */
    void take(LoadNews news) {
        news.tell(this);
    }

    /** Discards those none of whose rows are this task's any more. */
    void discardLost() {
        List<StagedObject> lost = new ArrayList<>();
        objects.forEach((object, waiting) -> {
            if (!waiting.slots().isAnyOwned()) {
                lost.add(object);
            }
        });
        for (StagedObject object : lost) {
            Waiting waiting = closed(object);
            if (waiting != null) {
                waiting.finish();
            }
        }
        if (!lost.isEmpty()) {
            writer.discard(lost);
        }
    }

    @Override
    public void loaded(LoadNews.Loaded loaded) {
        Waiting waiting = closed(loaded.object());
        if (waiting != null) {
            waiting.finish();
            waiting.owner().loaded(loaded);
        }
    }

    @Override
    public void setAside(LoadNews.SetAside setAside) {
        Waiting waiting = closed(setAside.object());
        if (waiting == null) {
            return;
        }
        if (!waiting.slots().isAnyOwned() || waiting.owner().goesOnWithout(setAside)) {
            waiting.finish();
        } else {
            waiting.memory().release();
        }
    }

    @Override
    public void failed(LoadNews.Failed failed) {
        Waiting waiting = closed(failed.object());
        if (waiting == null) {
            return;
        }
        waiting.memory().release();
        if (waiting.slots().isAnyOwned()) {
            waiting.owner().failed(failed);
        }
    }

    @Override
    public void outdated(LoadNews.Outdated outdated) {
        Waiting waiting = objects.get(outdated.object());
        if (waiting == null) {
            return;
        }
        boolean owned = waiting.slots().isAnyOwned();
        if (!readAgain.test(waiting.slots())) {
            writer.setAside(outdated.object());
            return;
        }
        objects.remove(outdated.object());
        waiting.memory().release();
        writer.discard(List.of(outdated.object()));
        if (owned) {
            waiting.owner().outdated(outdated);
        }
    }

    @Override
    public void lacking(LoadNews.Lacking lacking) {
        Waiting waiting = objects.get(lacking.object());
        if (waiting != null) {
            waiting.owner().lacking(lacking);
        }
    }

    @Override
    public void repeated(LoadNews.Repeated repeated) {
        Waiting waiting = objects.get(repeated.object());
        if (waiting != null) {
            waiting.owner().repeated(repeated);
        }
    }

    private @Nullable Waiting closed(StagedObject object) {
        return objects.remove(object);
    }
}
