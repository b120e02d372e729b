// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.dispatch;

import io.millrace.connect.bigquery.write.Batch;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One batch on its way: how often it was tried, since when, when next. Owned by the writer's thread. */
public class Dispatch {
    private final Batch batch;
    private final @Nullable Part part;
    private long notBefore;
    /** -1 before. */
    private long firstSent = -1;

    private boolean withdrawn;
    private int refusals;
    private long refusedFirst;
    private int credentialRefusals;

    /** One that stands for itself. */
    public Dispatch(Batch batch, long notBefore) {
        this.batch = batch;
        this.part = null;
        this.notBefore = notBefore;
    }

    /** One that is a part of another batch. */
    public Dispatch(Part part, long notBefore) {
        this.batch = part.batch();
        this.part = part;
        this.notBefore = notBefore;
    }

    /** What is sent. */
    public final Batch batch() {
        return batch;
    }

    /** What it is a part of, null if it stands for itself. */
    public final @Nullable Part part() {
        return part;
    }

    /** The batch that somebody handed over. */
    public final Batch whole() {
        return part == null ? batch : part.whole();
    }

    /** When it may be sent, in milliseconds; its place among what waits. */
    public final long notBefore() {
        return notBefore;
    }

    /** Milliseconds since it was first sent. */
    public final long sinceFirstSent(long now) {
        return now - firstSent;
    }

    /** It goes on the wire. */
    public final void sent(long now) {
        if (firstSent < 0) {
            firstSent = now;
        }
    }

    /** It was refused for a passing reason, and may go again after this pause. */
    public final void repeat(long now, Duration pause) {
        if (refusals++ == 0) {
            refusedFirst = now;
        }
        notBefore = now + pause.toMillis();
    }

    /** How often it was refused for a passing reason. */
    public final int refusals() {
        return refusals;
    }

    /** Milliseconds since the first of these refusals. */
    public final long refusedFor(long now) {
        return refusals == 0 ? 0 : now - refusedFirst;
    }

    /** How often the credentials were not accepted, this time included. */
    final int credentialsRefused() {
        return ++credentialRefusals;
    }

    /** It is on the wire, but nobody wants it any more: it is not sent again. */
    public final void withdraw() {
        withdrawn = true;
    }

    /** Whether nobody wants it any more. */
    public final boolean withdrawn() {
        return withdrawn || (part != null && part.isOver());
    }
}
