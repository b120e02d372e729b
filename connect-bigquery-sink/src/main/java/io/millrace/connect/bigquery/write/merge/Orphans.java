// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import com.google.api.services.bigquery.model.TableList;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Destination;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the staging tables that this task left when it ended before: the changes in them are read again from Kafka. Those of
 * other tasks and connectors are theirs, and go with time. Writer's thread.
 */
final class Orphans {
    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);
    /** A statement of a task that was cut off may still read a younger one. */
    private static final Duration STALE = Duration.ofHours(1);

    private final MergeDesk desk;
    private final Set<String> looked = new HashSet<>();

    Orphans(MergeDesk desk) {
        this.desk = desk;
    }

    /** Looks where staging tables of this table are, once. */
    void look(Destination table) {
        String dataset = desk.names.dataset(table);
        if (looked.add(table.project() + "." + dataset)) {
            desk.call(() -> sweep(table.project(), dataset), this::swept, failed -> {
                // they expire
            });
        }
    }

    private void swept(int removed) {
        if (removed > 0) {
            desk.numbers.add(TaskMetric.MERGE_ORPHANS_REMOVED_TOTAL, removed);
            LOG.info("removed staging tables that this task had left tables={}", removed);
        }
    }

    private int sweep(String project, String dataset) throws IOException {
        int removed = 0;
        String own = desk.names.labels().get(MergeNames.CONNECTOR_LABEL);
        for (TableList.Tables table : desk.api.tables(project, dataset)) {
            String name = table.getTableReference().getTableId();
            Map<String, String> labels = table.getLabels() == null ? Map.of() : table.getLabels();
            boolean stale = table.getCreationTime() != null && desk.now() - table.getCreationTime() >= STALE.toMillis();
            if (stale
                    && desk.names.isEarlier(name)
                    && String.valueOf(own).equals(labels.get(MergeNames.CONNECTOR_LABEL))) {
                desk.api.drop(new Destination(project, dataset, name));
                removed++;
            }
        }
        return removed;
    }
}
