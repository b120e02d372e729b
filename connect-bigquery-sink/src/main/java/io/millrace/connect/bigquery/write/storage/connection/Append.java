// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.connection;

import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One batch on its way: how often it was tried, since when, when next. Owned by the writer's thread. */
public final class Append {
    private final Batch batch;
    private final @Nullable Part part;
    private long notBefore;
    /** -1 before. */
    private long firstSent = -1;

    private boolean suspect;
    private boolean explained;
    private boolean withdrawn;
    private int refusals;
    private long refusedFirst;
    private int credentialRefusals;

    /** One that stands for itself. */
    public Append(Batch batch, long notBefore) {
        this.batch = batch;
        this.part = null;
        this.notBefore = notBefore;
    }

    /** One that is a part of another batch. */
    public Append(Part part, long notBefore) {
        this.batch = part.batch();
        this.part = part;
        this.notBefore = notBefore;
    }

    /** Rows of a batch that are sent apart from its others; gets their answer. */
    public interface Part extends WriteResult.Receiver {
        /** These rows. */
        Batch batch();

        /** The batch that somebody handed over. */
        Batch whole();

        /** Whether nobody waits for its answer any more. */
        boolean isOver();

        @Override
        default void staged(WriteResult.Staged staged) {
            throw new IllegalStateException("an append is no object in Cloud Storage");
        }
    }

    /** What is sent. */
    public Batch batch() {
        return batch;
    }

    /** What it is a part of, null if it stands for itself. */
    public @Nullable Part part() {
        return part;
    }

    /** The batch that somebody handed over. */
    public Batch whole() {
        return part == null ? batch : part.whole();
    }

    /** When it may be sent, in milliseconds; its place among what waits. */
    public long notBefore() {
        return notBefore;
    }

    /** Milliseconds since it was first sent. */
    public long sinceFirstSent(long now) {
        return now - firstSent;
    }

    /** It is sent alone and with its schema from now on, to know for certain whether a refusal is about this request. */
    public void suspect() {
        suspect = true;
    }

    boolean isSuspect() {
        return suspect;
    }

    void sentWithSchema(boolean with) {
        explained = with;
    }

    /** Whether its schema went with it; otherwise the connection's last one was relied on. */
    public boolean isExplained() {
        return explained;
    }

    /** It goes on the wire. */
    public void sent(long now) {
        if (firstSent < 0) {
            firstSent = now;
        }
    }

    /** It was refused for a passing reason, and may go again after this pause. */
    public void repeat(long now, Duration pause) {
        if (refusals++ == 0) {
            refusedFirst = now;
        }
        notBefore = now + pause.toMillis();
    }

    /** How often it was refused for a passing reason. */
    public int refusals() {
        return refusals;
    }

    /** Milliseconds since the first of these refusals. */
    public long refusedFor(long now) {
        return refusals == 0 ? 0 : now - refusedFirst;
    }

    /** How often the credentials were not accepted, this time included. */
    public int credentialsRefused() {
        return ++credentialRefusals;
    }

    /** It is on the wire, but nobody wants it any more: it is not sent again. */
    public void withdraw() {
        withdrawn = true;
    }

    /** Whether nobody wants it any more. */
    public boolean withdrawn() {
        return withdrawn || (part != null && part.isOver());
    }
}
