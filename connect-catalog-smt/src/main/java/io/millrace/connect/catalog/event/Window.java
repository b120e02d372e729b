// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import io.millrace.connect.catalog.observe.Count;
import java.time.Instant;
import java.util.List;

/**
 * What flowed through an edge between two events, on this worker.
 *
 * @param reasons why the event is sent: {@code first record}, {@code change}, {@code heartbeat}, {@code close}, {@code roll}
 */
public record Window(Instant from, Instant to, Count count, List<String> reasons) {
    public Window {
        reasons = List.copyOf(reasons);
    }
}
