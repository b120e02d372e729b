// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import java.io.IOException;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * One thing that a table needs. Several tasks and connectors may see to it at once: whoever loses a race tries later, and
 * finds that it is there. Any thread.
 */
interface ProvisioningStep {
    /**
     * Makes it so, unless it is so already.
     *
     * @throws TryLater if it has to wait, or another's change has to be read first
     * @throws IOException if BigQuery could not do it, or would not
     * @throws ConnectException if it cannot be until somebody changes something
     */
    void take(TableInProgress table) throws IOException, TryLater;
}
