// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/** Where records of one kind say which table they come from. Nothing is guessed: what no clue names stays unknown. */
interface UpstreamClue {
    /** The table that {@code record} came from, or null when it does not say. */
    @Nullable
    Upstream read(ConnectRecord<?> record);

    /** The same for all records of one table; allocates nothing. */
    int hash(ConnectRecord<?> record);

    /** Whether {@code record} says what {@link #read} once did. Allocates nothing. */
    boolean matches(ConnectRecord<?> record, @Nullable Upstream upstream);
}
