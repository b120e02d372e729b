// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.connection;

import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.dispatch.Dispatch;
import io.millrace.connect.bigquery.write.dispatch.Part;

/** One batch on its way through a connection. Owned by the writer's thread. */
public final class Append extends Dispatch {
    private boolean suspect;
    private boolean explained;

    /** One that stands for itself. */
    public Append(Batch batch, long notBefore) {
        super(batch, notBefore);
    }

    /** One that is a part of another batch. */
    public Append(Part part, long notBefore) {
        super(part, notBefore);
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
}
