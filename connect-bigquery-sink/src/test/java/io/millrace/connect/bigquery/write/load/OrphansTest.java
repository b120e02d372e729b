// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import static io.millrace.connect.bigquery.write.load.FakeLoadApi.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.write.load.FakeLoadApi.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is removed of what others left in a bucket, by Google's clock. */
@Timeout(60)
class OrphansTest {
    private static final Map<String, String> OURS = Map.of(ObjectNames.CONNECTOR_KEY, "orders");
    private static final Map<String, String> OTHERS = Map.of(ObjectNames.CONNECTOR_KEY, "orders/2");

    private final LoadingBench bench = new LoadingBench();
    private final FakeLoadApi api = bench.api;

    @AfterEach
    void stop() {
        bench.close();
    }

    private void put(String name, Map<String, String> metadata, Duration age) {
        api.put(name, "rows", metadata, Instant.now().minus(age));
    }

    private void swept() {
        int before = api.calls(Kind.LIST).size();
        bench.writer();
        bench.await("a sweep", () -> api.calls(Kind.LIST).size() > before);
        bench.pass(Duration.ofSeconds(30));
    }

    @Test
    void whatAnIncarnationLeftThatRenewsItsLeaseNoMoreIsRemoved() {
        put("pre/orders/gone-0-a/lease", OURS, Duration.ofMinutes(11));
        put("pre/orders/gone-0-a/p.d.t/000000000000.avro", OURS, Duration.ofHours(5));
        put("pre/orders/alive-0-b/lease", OURS, Duration.ofMinutes(1));
        put("pre/orders/alive-0-b/p.d.t/000000000000.avro", OURS, Duration.ofHours(5));
        api.pagesOf(1);

        swept();

        bench.await("the orphans' end", () -> api.objects().size() == 2);
        assertThat(api.objects().keySet()).allMatch(name -> name.contains("alive"));
        bench.await("its number", () -> bench.numbers.get(TaskMetric.LOAD_ORPHANS_REMOVED_TOTAL) == 2);
    }

    @Test
    void whatIsNotOursIsNeverTouched() {
        put("pre/orders/gone-0-a/p.d.t/000000000000.avro", OTHERS, Duration.ofDays(5));
        put("pre/orders/gone-0-a/readme.txt", Map.of(), Duration.ofDays(5));
        put("pre/others/gone-0-a/p.d.t/000000000000.avro", OURS, Duration.ofDays(5));
        put("kcbq/2026.json", Map.of(), Duration.ofDays(5));

        swept();

        assertThat(api.objects()).hasSize(4);
        assertThat(api.calls(Kind.DELETE)).isEmpty();
    }

    @Test
    void whatWasSetAsideIsKeptForAsLongAsWasAskedFor() {
        bench.settings = new LoadSettings(
                bench.settings.place(),
                bench.settings.file(),
                bench.settings.cut(),
                LoadingBench.SPACING,
                Duration.ofDays(7));
        put("pre/failed/orders/gone-0-a/p.d.t/000000000000.avro", OURS, Duration.ofDays(8));
        put("pre/failed/orders/gone-0-a/p.d.t/000000000001.avro", OURS, Duration.ofDays(6));
        put("pre/failed/orders/gone-0-a/p.d.t/000000000002.avro", OTHERS, Duration.ofDays(8));

        swept();

        bench.await("the old one's end", () -> api.objects().size() == 2);
        assertThat(api.objects().keySet()).noneMatch(name -> name.endsWith("0.avro"));
    }

    @Test
    void itIsLookedAgainWhateverAnswerTheFirstLookHad() {
        put("pre/orders/gone-0-a/p.d.t/000000000000.avro", OURS, Duration.ofHours(5));
        api.answers(Kind.LIST, error(403, "forbidden"), error(503, "backendError"), FakeLoadApi.body(200, "<html>"));

        swept();
        bench.pass(Duration.ofMinutes(16));

        bench.await("the orphan's end", () -> api.objects().isEmpty());
        assertThat(bench.breakdowns).isEmpty();
    }
}
