// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.quickstart.stack.Worker;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Platform.Shared.class)
class KilledWorkerIT {

    private static final int BATCH = 5_000;
    private static final Duration SOON = Duration.ofMinutes(5);

    private final Platform platform;

    KilledWorkerIT(Platform platform) {
        this.platform = platform;
    }

    /** Two rebalances as well: one when the second worker joins a running sink, one when it is dead. */
    @Test
    void losesNothingWhenOneOfTwoWorkersIsKilledUnderLoad() {
        String name = "survivors";
        try (ConnectCluster cluster = platform.cluster("killed", Release.NEWEST);
                Topic topic = Topic.create(name, 6, platform)) {
            Table table = new Table(name, platform);
            Map<String, String> config = cluster.sinkConfig(name);
            config.put("tasks.max", "4");
            cluster.rest().create(name, config);
            topic.produce(0, BATCH);
            table.awaitDistinctIds(1, SOON);

            Worker second = cluster.startWorker();
            topic.produce(BATCH, BATCH);
            cluster.awaitTasksOn(name, second);
            topic.produce(2L * BATCH, 2 * BATCH);
            second.kill();
            topic.produce(4L * BATCH, BATCH);

            table.awaitDistinctIds(5L * BATCH, SOON);
            assertThat(table.number("COUNT(DISTINCT id)")).isEqualTo(5L * BATCH);
            assertThat(table.number("MAX(id)")).isEqualTo(5L * BATCH - 1);
            cluster.rest().awaitRunning(name, 4);
        }
    }
}
