// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.catalog.Records;
import io.millrace.connect.catalog.observe.Observer;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.transports.HttpTransportResponseException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told as the connector's last task closes, and what is not. */
class LastWordsTest {
    private final Worker worker = Worker.plain();
    private final List<String> asked = new ArrayList<>();

    private static String topic(OpenLineage.RunEvent event) {
        return event.getInputs().get(0).getName();
    }

    /** Topics that were told, each at another time, the last one first. */
    private Observer told(int topics) throws InterruptedException {
        Observer task = worker.task();
        for (int topic = topics - 1; topic >= 0; topic--) {
            task.see(Records.order("topic" + topic, 0));
            worker.pass(Duration.ofSeconds(3));
        }
        worker.told();
        for (int topic = 0; topic < topics; topic++) {
            task.see(Records.order("topic" + topic, 1));
        }
        return task;
    }

    private void close(Observer task, Duration timeout) throws InterruptedException {
        task.close();
        worker.reporter.close(timeout);
        worker.settle();
    }

    @Test
    void theLongestUntoldGoesFirstAndWhatFindsNoTimeIsCounted() throws InterruptedException {
        Observer task = told(10);
        worker.catalog = event -> {
            worker.clock.advance(Duration.ofMillis(250));
            asked.add(topic(event));
            return null;
        };

        close(task, Duration.ofSeconds(1));

        assertThat(asked).containsExactly("topic9", "topic8", "topic7", "topic6");
        assertThat(worker.counters.get(CatalogMetric.EVENTS_UNSENT_TOTAL)).isEqualTo(6);
    }

    @Test
    void everyEdgeHasOneMoreTryWhateverFailedBefore() throws InterruptedException {
        Observer task = told(4);
        worker.catalog = event -> new HttpTransportResponseException(503, "");
        worker.pass(Duration.ofMinutes(30));
        worker.catalog = event -> topic(event).equals("topic2") ? new HttpTransportResponseException(503, "") : null;

        close(task, Duration.ofSeconds(1));

        assertThat(worker.told())
                .extracting(event -> event.at("/inputs/0/name").asText())
                .containsExactlyInAnyOrder("topic0", "topic1", "topic3");
        assertThat(worker.counters.get(CatalogMetric.EVENTS_UNSENT_TOTAL)).isEqualTo(1);
    }

    @Test
    void aCatalogThatIsDownIsAskedOnce() throws InterruptedException {
        Observer task = told(5);
        worker.catalog = event -> {
            asked.add(topic(event));
            return new IllegalStateException(new ConnectException("refused"));
        };

        close(task, Duration.ofSeconds(1));

        assertThat(asked).hasSize(1);
        assertThat(worker.counters.get(CatalogMetric.EVENTS_UNSENT_TOTAL)).isEqualTo(5);
    }

    @Test
    void nothingIsLeftWhenAllIsTold() throws InterruptedException {
        Observer task = told(5);

        close(task, Duration.ofSeconds(1));

        List<JsonNode> last = worker.told();
        assertThat(last).hasSize(5);
        assertThat(worker.counters.get(CatalogMetric.EVENTS_UNSENT_TOTAL)).isZero();
    }

    /** The window of an event begins where that of the last one ended that the catalog took, however often it was tried. */
    @Test
    void aFailedTryDoesNotMoveTheWindow() throws InterruptedException {
        Observer task = worker.task();
        task.see(Records.order("orders", 0));
        worker.pass(Duration.ofSeconds(3));
        String told = worker.told().get(0).at("/run/facets/millrace_window/to").asText();
        task.see(Records.order("orders", 1));
        worker.catalog = event -> new HttpTransportResponseException(503, "");
        worker.pass(Duration.ofMinutes(16));

        worker.catalog = event -> null;
        worker.pass(Duration.ofMinutes(6));

        JsonNode window = worker.told().get(0).at("/run/facets/millrace_window");
        assertThat(window.path("from").asText()).isEqualTo(told);
        assertThat(window.path("rows").asLong()).isEqualTo(1);
    }
}
