// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.metrics;

import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Where metrics can be seen. What cannot be shown is logged; it costs the stream nothing. */
public interface MetricsPublisher extends AutoCloseable {
    /**
     * Shows a group of metrics.
     *
     * @param type the group's name, {@code <plugin>-<what they are of>}
     * @param tags what tells this group from others of its type, in order, beside the task's own
     * @param read reads one of the metrics, on any thread
     */
    <M extends Metric> void show(String type, Map<String, String> tags, List<M> metrics, ToLongFunction<M> read);

    /** Takes back the group that was shown with this type and these tags, if there is one. */
    void hide(String type, Map<String, String> tags);

    /** Takes back all that was shown. */
    @Override
    void close();
}
