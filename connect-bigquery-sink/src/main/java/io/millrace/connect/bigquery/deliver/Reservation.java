// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import java.util.function.LongConsumer;

/**
 * Bytes of the buffer that something takes while it is on its way. It is released exactly once: when they are free, which
 * may be before the records that they were of are finished. Task thread.
 */
public final class Reservation {
    private final LongConsumer account;
    private long bytes;
    private boolean released;

    /** @param account counts bytes that are taken, or with a negative number, given back */
    Reservation(LongConsumer account, long bytes) {
        this.account = account;
        add(bytes);
    }

    /** Takes more. */
    public void add(long more) {
        ensureHeld();
        bytes += more;
        account.accept(more);
    }

    /** Another one, of the same table. */
    public Reservation another(long more) {
        return new Reservation(account, more);
    }

    /**
     * Gives all of it back.
     *
     * @throws IllegalStateException if it was given back before
     */
    public void release() {
        ensureHeld();
        released = true;
        account.accept(-bytes);
    }

    private void ensureHeld() {
        if (released) {
            throw new IllegalStateException("bytes are released already");
        }
    }
}
