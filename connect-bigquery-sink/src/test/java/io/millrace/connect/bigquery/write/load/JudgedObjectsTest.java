// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import static io.millrace.connect.bigquery.write.load.FakeLoadApi.error;
import static io.millrace.connect.bigquery.write.load.LoadingBench.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.StagedObject;
import io.millrace.connect.bigquery.write.load.FakeLoadApi.Kind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An object that BigQuery refuses alone: bad, or right for a table that is another now, or not to blame. */
@Timeout(60)
class JudgedObjectsTest {
    private final LoadingBench bench = new LoadingBench();
    private final FakeLoadApi api = bench.api;

    @AfterEach
    void stop() {
        bench.close();
    }

    private static String name(StagedObject object) {
        return object.uri().substring(("gs://" + FakeLoadApi.BUCKET + "/").length());
    }

    /** All reasons of Google's table that are neither of data nor passing, and one that is in no table yet. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "resourcesExceeded",
                "responseTooLarge",
                "notImplemented",
                "duplicate",
                "invalidUser",
                "unheardOf"
            })
    void goodRowsAreNotSetAsideForWhatIsWrongElsewhere(String reason) {
        api.endsWith(reason, reason, reason);
        StagedObject object = bench.stage(1);
        bench.news(LoadNews.Lacking.class);

        bench.writer().tableSeen(ORDERS, LoadingBench.SHAPE);

        LoadNews.Failed failed = bench.news(LoadNews.Failed.class);
        assertThat(failed.object()).isSameAs(object);
        assertThat(failed.error()).hasMessageContainingAll("p.d.orders", object.uri(), reason);
        assertThat(bench.numbers.get(TaskMetric.LOAD_OBJECTS_SET_ASIDE_TOTAL)).isZero();
        assertThat(api.objects().keySet()).noneMatch(name -> name.contains("/failed/"));
    }

    @Test
    void rowsOfMorePartitionsThanAJobMayChangeAreNoBadOnes() {
        String end =
                "invalid: Too many partitions produced by query, allowed 4000, query produces at least 5844 partitions";
        api.endsWith(end, end);
        StagedObject object = bench.stage(1);
        bench.news(LoadNews.Lacking.class);

        bench.writer().tableSeen(ORDERS, LoadingBench.SHAPE);

        LoadNews.Failed failed = bench.news(LoadNews.Failed.class);
        assertThat(failed.object()).isSameAs(object);
        assertThat(failed.error())
                .hasMessageContainingAll("p.d.orders", object.uri(), "more partitions", "load.max.rows")
                .hasMessageNotContaining("5844");
        assertThat(api.objects().keySet()).noneMatch(name -> name.contains("/failed/"));
    }

    @Test
    void anObjectIsNotSetAsideForAJobThatIsNeverTaken() {
        api.thenAnswers(Kind.ASK, error(400, "invalid"));
        StagedObject object = bench.stage(1);
        bench.news(LoadNews.Lacking.class);

        bench.writer().tableSeen(ORDERS, LoadingBench.SHAPE);

        LoadNews.Failed failed = bench.news(LoadNews.Failed.class);
        assertThat(failed.object()).isSameAs(object);
        assertThat(failed.error()).hasMessageContaining("400 invalid");
        assertThat(api.objects()).containsKey(name(object));
    }

    /** The object was right for the table that was seen, and the job met another one. */
    @Test
    void anObjectIsNoBadOneForATableThatWasAlteredWhileItsJobRan() {
        TableShape now = new TableShape(List.of(Column.of("id", ColumnType.STRING, ColumnMode.NULLABLE)));
        api.endsWith("invalid", "invalid");
        StagedObject object = bench.stage(1);
        bench.news(LoadNews.Lacking.class);
        bench.writer().tableSeen(ORDERS, LoadingBench.SHAPE);

        assertThat(bench.news(LoadNews.Lacking.class).object()).isSameAs(object);
        bench.writer().tableSeen(ORDERS, now);

        assertThat(bench.news(LoadNews.Outdated.class).object()).isSameAs(object);
        assertThat(api.jobs()).hasSize(2);
        assertThat(bench.numbers.get(TaskMetric.LOAD_OBJECTS_SET_ASIDE_TOTAL)).isZero();
    }

    @Test
    void whatIsTakenBackWhileItIsJudgedIsGoneAndNothingIsToldOfIt() {
        api.endsWith("invalid", "invalid");
        StagedObject object = bench.stage(1);
        bench.news(LoadNews.Lacking.class);
        bench.writer().tableSeen(ORDERS, LoadingBench.SHAPE);
        bench.news(LoadNews.Lacking.class);

        bench.writer().discard(List.of(object));
        bench.writer().tableSeen(ORDERS, LoadingBench.SHAPE);

        bench.await("the object's end", () -> !api.objects().containsKey(name(object)));
        bench.stage(2);
        assertThat(bench.news(LoadNews.Loaded.class).object()).isNotSameAs(object);
        assertThat(api.objects().keySet()).noneMatch(kept -> kept.contains("/failed/"));
    }
}
