// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.millrace.connect.catalog.event.Columns;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows the columns of one end. */
final class VersionTrack {
    private @Nullable Columns columns;
    private @Nullable String previous;
    private List<String> changes = List.of();

    /** True when the columns are others than before, or the first. */
    boolean follow(Columns now) {
        Columns was = columns;
        columns = now;
        if (was == null) {
            return true;
        }
        if (was.equals(now) || was.fingerprint().equals(now.fingerprint())) {
            return false;
        }
        previous = was.fingerprint();
        changes = now.differenceFrom(was);
        return true;
    }

    @Nullable
    String previous() {
        return previous;
    }

    List<String> changes() {
        return changes;
    }
}
