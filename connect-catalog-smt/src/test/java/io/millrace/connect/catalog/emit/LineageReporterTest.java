// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import static io.millrace.connect.catalog.emit.Worker.types;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.catalog.Records;
import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.catalog.observe.Observer;
import io.millrace.connect.kit.trust.AllowedPaths;
import io.millrace.connect.kit.trust.WorkerFile;
import io.openlineage.client.transports.HttpTransportResponseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageReporterTest {
    private static final Schema WIDER =
            Records.order().field("note", Schema.OPTIONAL_STRING_SCHEMA).build();

    private static SinkRecord wider(long offset) {
        return Records.sink("orders", 0, offset, WIDER, Records.order(WIDER, offset));
    }

    @Test
    void anEdgeStartsOnceAndBeatsOnlyWhileRecordsFlow() throws InterruptedException {
        Worker worker = Worker.plain();
        Observer task = worker.task();

        task.see(Records.order("orders", 0));
        worker.pass(Duration.ofSeconds(5));
        assertThat(types(worker.told())).containsExactly("START");

        worker.pass(Duration.ofMinutes(40));
        assertThat(worker.told()).as("nothing flowed").isEmpty();

        task.see(Records.order("orders", 1));
        task.see(Records.order("orders", 2));
        worker.pass(Duration.ofMinutes(16));
        List<JsonNode> beat = worker.told();
        assertThat(types(beat)).containsExactly("RUNNING");
        assertThat(beat.get(0).at("/run/facets/millrace_window/rows").asLong()).isEqualTo(2);
        assertThat(beat.get(0).at("/outputs/0/facets").has("lifecycleStateChange"))
                .isFalse();
    }

    @Test
    void changesAreGatheredIntoOneEventThatSaysWhatIsDifferent() throws InterruptedException {
        Worker worker = Worker.plain();
        Observer task = worker.task();
        task.see(Records.order("orders", 0));
        worker.pass(Duration.ofSeconds(3));
        worker.told();

        task.see(wider(1));
        worker.pass(Duration.ofSeconds(5));
        assertThat(worker.told()).isEmpty();
        worker.pass(Duration.ofSeconds(10));
        List<JsonNode> change = worker.told();

        assertThat(types(change)).containsExactly("RUNNING");
        JsonNode facets = change.get(0).at("/outputs/0/facets");
        assertThat(facets.at("/lifecycleStateChange/lifecycleStateChange").asText())
                .isEqualTo("ALTER");
        assertThat(facets.at("/millrace_schemaVersion/changes/0").asText()).isEqualTo("+ note string");
        assertThat(facets.path("schema").path("fields").findValuesAsText("name"))
                .contains("note");
    }

    @Test
    void aTaskThatReadsOldRecordsLateDoesNotTurnTheSchemaBack() throws InterruptedException {
        Worker worker = Worker.plain();
        Observer ahead = worker.task();
        Observer behind = worker.task();
        ahead.see(Records.order("orders", 0));
        ahead.see(wider(100));
        worker.pass(Duration.ofSeconds(3));
        worker.told();

        behind.see(Records.sink("orders", 1, 5, Records.ORDER, Records.order(Records.ORDER, 5)));
        worker.pass(Duration.ofMinutes(20));

        assertThat(worker.told())
                .allSatisfy(event -> assertThat(
                                event.at("/outputs/0/facets/schema/fields").findValuesAsText("name"))
                        .contains("note"));
    }

    @Test
    void aCatalogThatWasAwayIsToldTheLatestOnceAndAllRows() throws InterruptedException {
        Worker worker = Worker.plain();
        Observer task = worker.task();
        worker.catalog = event -> new HttpTransportResponseException(500, "down");
        for (int minute = 0; minute < 60; minute++) {
            task.see(minute % 2 == 0 ? Records.order("orders", minute) : wider(minute));
            worker.pass(Duration.ofMinutes(1));
        }
        assertThat(worker.told()).isEmpty();
        assertThat(worker.counters.get(CatalogMetric.EVENTS_FAILED_TOTAL))
                .as("tried less and less often")
                .isBetween(5L, 40L);

        worker.catalog = event -> null;
        worker.pass(Duration.ofMinutes(6));
        List<JsonNode> told = worker.told();

        assertThat(types(told)).containsExactly("START");
        assertThat(told.get(0).at("/run/facets/millrace_window/rows").asLong()).isEqualTo(60);
        assertThat(told.get(0).at("/outputs/0/facets/schema/fields").findValuesAsText("name"))
                .contains("note");
    }

    @Test
    void anEventThatIsCalledWrongIsNotRepeatedUntilSomethingChanges() throws InterruptedException {
        Worker worker = Worker.plain();
        Observer task = worker.task();
        worker.catalog = event -> new HttpTransportResponseException(422, "what is this");

        task.see(Records.order("orders", 0));
        worker.pass(Duration.ofMinutes(10));

        assertThat(worker.counters.get(CatalogMetric.EVENTS_REFUSED_TOTAL)).isEqualTo(1);
        worker.catalog = event -> null;
        task.see(wider(1));
        worker.pass(Duration.ofMinutes(1));
        assertThat(types(worker.told())).containsExactly("RUNNING");
    }

    @Test
    void workersAndTasksSpeakForOneRunPerEdge() throws InterruptedException {
        Worker one = Worker.plain();
        Worker other = Worker.plain();
        for (Worker worker : List.of(one, other)) {
            for (int number = 0; number < 4; number++) {
                Observer task = worker.task();
                task.see(Records.order("orders", number));
                task.see(Records.order("customers", number));
            }
            worker.pass(Duration.ofSeconds(3));
        }

        List<JsonNode> left = one.told();
        List<JsonNode> right = other.told();
        assertThat(types(left)).containsExactly("START", "START");
        assertThat(runs(left)).hasSize(2).isEqualTo(runs(right));
        assertThat(left.get(0).at("/run/facets/millrace_window/rows").asLong()).isEqualTo(4);
    }

    private static Set<String> runs(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.at("/job/name").asText() + " "
                        + event.at("/run/runId").asText())
                .collect(Collectors.toSet());
    }

    @Test
    void rowsOfTasksThatEndedStayCounted() throws InterruptedException {
        Worker worker = Worker.plain();
        Observer first = worker.task();
        first.see(Records.order("orders", 0));
        worker.pass(Duration.ofSeconds(3));
        worker.told();

        first.see(Records.order("orders", 1));
        first.close();
        Observer second = worker.task();
        second.see(Records.order("orders", 2));
        worker.pass(Duration.ofMinutes(16));

        List<JsonNode> beat = worker.told();
        assertThat(beat.get(0).at("/run/facets/millrace_window/rows").asLong()).isEqualTo(2);
    }

    @Test
    void dailyRunsEndAndBeginAtMidnight() throws InterruptedException {
        ReporterSettings daily = new ReporterSettings(
                RunStrategy.DAILY,
                Duration.ZERO,
                Duration.ofSeconds(10),
                Duration.ofMinutes(15),
                Duration.ofSeconds(10),
                100,
                false,
                true,
                true);
        Worker worker = new Worker(daily, Consumer.OPENLINEAGE, new LineageReporter.Sources(null, null));
        worker.task().see(Records.order("orders", 0));
        worker.settle();
        String first = worker.told().get(0).at("/run/runId").asText();

        worker.clock.advance(Duration.ofDays(1));
        worker.settle();
        List<JsonNode> midnight = worker.told();

        assertThat(types(midnight)).containsExactly("COMPLETE", "START");
        assertThat(midnight.get(0).at("/run/runId").asText()).isEqualTo(first);
        assertThat(midnight.get(1).at("/run/runId").asText()).isNotEqualTo(first);
    }

    @Test
    void openMetadataHearsCompleteAlone() throws InterruptedException {
        Worker worker = new Worker(Worker.SETTINGS, Consumer.OPENMETADATA, new LineageReporter.Sources(null, null));
        Observer task = worker.task();
        task.see(Records.order("orders", 0));
        worker.pass(Duration.ofSeconds(3));
        task.see(wider(1));
        worker.pass(Duration.ofSeconds(20));

        assertThat(types(worker.told())).containsExactly("COMPLETE", "COMPLETE");
    }

    @Test
    void whatOwnersWriteIsToldWhenTheFileChanges(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("metadata.yaml");
        Files.writeString(file, "datasets:\n- name: p.raw.orders\n  owners: [\"team:orders\"]\n");
        WorkerFile allowed =
                new WorkerFile(file.toString(), 1024, WorkerFile.Use.DOCUMENT, new AllowedPaths(List.of(folder)));
        Worker worker = new Worker(
                Worker.SETTINGS, Consumer.OPENLINEAGE, new LineageReporter.Sources(new PolicyFile(allowed), null));
        worker.task().see(Records.order("orders", 0));
        worker.pass(Duration.ofSeconds(3));
        assertThat(worker.told()
                        .get(0)
                        .at("/outputs/0/facets/ownership/owners/0/name")
                        .asText())
                .isEqualTo("team:orders");

        Files.writeString(
                file,
                "datasets:\n- name: p.raw.*\n  owners: [\"team:orders\", \"user:ann@STEWARD\"]\n  retention: P400D\n");
        worker.pass(Duration.ofSeconds(15));
        JsonNode facets = worker.told().get(0).at("/outputs/0/facets");
        assertThat(facets.at("/ownership/owners/1/type").asText()).isEqualTo("STEWARD");
        assertThat(facets.at("/tags/tags/0/value").asText()).isEqualTo("P400D");
        assertThat(facets.has("lifecycleStateChange"))
                .as("the schema is the same")
                .isFalse();

        Files.writeString(file, "datasets: [ {nam: x} ]");
        worker.pass(Duration.ofMinutes(1));
        assertThat(worker.told()).as("a broken file changes nothing").isEmpty();
        assertThat(worker.counters.get(CatalogMetric.LOOKUPS_FAILED_TOTAL)).isEqualTo(1);
    }

    @Test
    void closingTellsWhatWasNotToldYet() throws InterruptedException {
        Worker worker = Worker.plain();
        Observer task = worker.task();
        task.see(Records.order("orders", 0));
        worker.pass(Duration.ofSeconds(3));
        task.see(Records.order("orders", 1));
        worker.told();

        worker.reporter.close(Duration.ofSeconds(5));
        worker.settle();

        List<JsonNode> last = worker.told();
        assertThat(types(last)).containsExactly("RUNNING");
        assertThat(last.get(0).at("/run/facets/millrace_window/reasons/0").asText())
                .isEqualTo("close");
        assertThat(worker.reporter.step()).as("more to do").isFalse();
    }
}
