// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.connect.it.Contents.Difference;
import io.millrace.connect.it.TopicHistory.Change;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is told to be at fault for a row that BigQuery shows otherwise than the database has it. */
class TopicHistoryIT {

    private final TopicHistory history = new TopicHistory(List.of("id"));

    @Test
    void rowIsTheSinksFaultWhereKafkaHasItsDeleteLast() {
        is(0, 7, 1_000, "r");
        is(1, 3, 1_001, "d");

        assertThat(explained(Difference.Kind.LEFT_OVER)).contains("the sink's fault");
        assertThat(explained(Difference.Kind.MISSING)).contains("the source's fault");
    }

    @Test
    void rowIsTheSourcesFaultWhereItsDeleteIsNotInKafka() {
        is(0, 7, 1_000, "d");
        is(0, 8, 1_000, "tombstone");
        is(1, 3, 1_001, "r");

        assertThat(explained(Difference.Kind.LEFT_OVER))
                .contains("the source's fault")
                .endsWith("1970-01-01T00:00:01.001Z partition 1 offset 3: r");
        assertThat(explained(Difference.Kind.MISSING)).contains("the sink's fault");
    }

    @Test
    void nobodyIsBlamedForWhatTimeDoesNotOrder() {
        is(0, 7, 1_000, "d");
        is(1, 3, 1_000, "c");

        assertThat(explained(Difference.Kind.LEFT_OVER)).contains("not to be told");
    }

    @Test
    void keyThatKafkaDoesNotKnowIsTheSourcesFaultWhereItIsMissing() {
        assertThat(explained(Difference.Kind.MISSING)).contains("the source's fault", "the last 0 of 0 records");
    }

    private void is(int partition, long offset, long timestamp, String op) {
        history.add("1", new Change(partition, offset, timestamp, op, JsonNodeFactory.instance.objectNode()));
    }

    private String explained(Difference.Kind kind) {
        return history.explain(new Difference("1", kind, "1 differs"));
    }
}
