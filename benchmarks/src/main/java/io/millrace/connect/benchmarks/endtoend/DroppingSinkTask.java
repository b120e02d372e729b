// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.endtoend;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Takes records and does nothing with them. */
public final class DroppingSinkTask extends SinkTask {

    @Override
    public void start(Map<String, String> properties) {
        // has no settings
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        // this is the floor
    }

    @Override
    public void stop() {
        // has no state
    }

    @Override
    public String version() {
        return "benchmark";
    }
}
