// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import com.google.cloud.bigquery.BigQueryException;
import io.millrace.connect.it.Contents.Difference;
import io.millrace.connect.quickstart.stack.LocalCloud;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Compares what BigQuery shows with the database, by all strategies before it fails, and reads in Kafka whose fault a
 * difference is.
 */
final class MirrorJudge {

    private static final int EXPLAINED = 3;
    /** All read at the same time: who waited for one has waited for the others. */
    private static final Duration NEXT = Duration.ofSeconds(15);

    /** A look is a query for a whole table, with large values among it. */
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final MirrorPipeline pipeline;
    private final Platform platform;
    private final List<String> faults = new ArrayList<>();
    private Duration patience;

    /** @param patience for the first that differs */
    MirrorJudge(MirrorPipeline pipeline, Platform platform, Duration patience) {
        this.pipeline = pipeline;
        this.platform = platform;
        this.patience = patience;
    }

    /** Waits until they are the same, or notes why not. */
    void compare(MirroredTable table, MirrorStrategy strategy, Contents expected) {
        String shown = pipeline.dataset(strategy) + "." + strategy.shown(table);
        Look look = new Look();
        try {
            Awaitility.await(shown)
                    .atMost(patience)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(EVERY)
                    .until(() -> {
                        pipeline.refuseFailures();
                        return look.isSame(table, shown, expected, platform.cloud());
                    });
            System.out.println(shown + ": " + expected.size() + " rows as in the database");
        } catch (ConditionTimeoutException late) {
            patience = NEXT;
            String fault = shown + ": "
                    + (look.refused.isEmpty() ? "" : look.refused + "; before that, ")
                    + explained(table, look.differences, expected.size());
            faults.add(fault);
            System.out.println(fault);
        }
    }

    private String explained(MirroredTable table, List<Difference> differences, int rows) {
        if (differences.isEmpty()) {
            return "nothing was seen to differ";
        }
        TopicHistory history = TopicHistory.of(pipeline.topic(table.name()), table, platform);
        StringBuilder said = new StringBuilder(differences.size() + " of " + rows + " rows differ");
        differences.stream()
                .limit(EXPLAINED)
                .forEach(difference -> said.append("\n    ").append(history.explain(difference)));
        return said.toString();
    }

    /** Fails with all that differed. */
    void sentence() {
        if (!faults.isEmpty()) {
            throw new AssertionError(String.join("\n", faults));
        }
    }

    /** What was seen last. */
    private static final class Look {
        private volatile List<Difference> differences = List.of();
        private volatile String refused = "nothing was read yet";

        boolean isSame(MirroredTable table, String shown, Contents expected, LocalCloud cloud)
                throws InterruptedException {
            try {
                differences = expected.differences(Contents.of(table, shown, cloud.bigQuery()));
                refused = "";
                return differences.isEmpty();
            } catch (BigQueryException notThere) {
                refused = String.valueOf(notThere.getMessage());
                return false;
            }
        }
    }
}
