// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage;

import io.millrace.connect.bigquery.write.Batch;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One batch on its way: how often it was tried, since when, when next. Owned by the writer's thread. */
final class Append {
    final Batch batch;
    /** What it is a part of, null if it stands for itself. */
    final Sifting.@Nullable Part part;
    /** When it may be sent, in milliseconds; its place among what waits. */
    long notBefore;
    /** When it was first sent, -1 before. */
    long firstSent = -1;
    /** Whether it is sent alone and with its schema, to know for certain whether a refusal was about this request. */
    boolean suspect;
    /** Whether its schema went with it; otherwise the connection's last one was relied on. */
    boolean explained;

    private boolean withdrawn;
    private int refusals;
    private long refusedFirst;
    private int credentialRefusals;

    Append(Batch batch, long notBefore) {
        this.batch = batch;
        this.part = null;
        this.notBefore = notBefore;
    }

    Append(Sifting.Part part, long notBefore) {
        this.batch = part.batch();
        this.part = part;
        this.notBefore = notBefore;
    }

    /** The batch that somebody handed over. */
    Batch whole() {
        return part == null ? batch : part.whole();
    }

    void sent(long now) {
        if (firstSent < 0) {
            firstSent = now;
        }
    }

    /** It was refused for a passing reason, and may go again after this pause. */
    void repeat(long now, Duration pause) {
        if (refusals++ == 0) {
            refusedFirst = now;
        }
        notBefore = now + pause.toMillis();
    }

    /** How often it was refused for a passing reason. */
    int refusals() {
        return refusals;
    }

    /** Milliseconds since the first of these refusals. */
    long refusedFor(long now) {
        return refusals == 0 ? 0 : now - refusedFirst;
    }

    /** How often the credentials were not accepted, this time included. */
    int credentialsRefused() {
        return ++credentialRefusals;
    }

    /** It is on the wire, but nobody wants it any more: it is not sent again. */
    void withdraw() {
        withdrawn = true;
    }

    boolean withdrawn() {
        return withdrawn || (part != null && part.isOver());
    }
}
