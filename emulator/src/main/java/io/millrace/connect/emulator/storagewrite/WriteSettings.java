// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import io.millrace.connect.emulator.store.DiscardStats;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What may differ between emulators.
 *
 * @param maxRequestBytes an AppendRows request above this is refused; BigQuery's limit is 20 MB, for older clients 10 MB
 * @param idleLimit a connection that carries nothing for so long is closed; BigQuery waits 600 seconds
 * @param discarded where given, appended rows are counted there and thrown away
 */
public record WriteSettings(
        Clock clock,
        long maxRequestBytes,
        Duration idleLimit,
        @Nullable DiscardStats discarded) {}
