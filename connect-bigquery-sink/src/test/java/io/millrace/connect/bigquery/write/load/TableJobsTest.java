// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import static io.millrace.connect.bigquery.write.load.FakeLoadApi.done;
import static io.millrace.connect.bigquery.write.load.FakeLoadApi.error;
import static io.millrace.connect.bigquery.write.load.FakeLoadApi.lost;
import static io.millrace.connect.bigquery.write.load.FakeLoadApi.state;
import static io.millrace.connect.bigquery.write.load.LoadingBench.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.services.bigquery.model.JobConfigurationLoad;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.StagedObject;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.load.FakeLoadApi.Asked;
import io.millrace.connect.bigquery.write.load.FakeLoadApi.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of objects whose job is refused, that nobody wants any more, or that are there when the writer ends. */
@Timeout(60)
class TableJobsTest {
    private final LoadingBench bench = new LoadingBench();
    private final FakeLoadApi api = bench.api;

    @AfterEach
    void stop() {
        bench.close();
    }

    private static String name(StagedObject object) {
        return object.uri().substring(("gs://" + FakeLoadApi.BUCKET + "/").length());
    }

    /** Objects of one row each that wait for one job, which begins when that is asked for. */
    private boolean holds(String uri, String text) {
        return api.object(uri.substring(("gs://" + FakeLoadApi.BUCKET + "/").length()))
                .text()
                .equals(text);
    }

    private List<StagedObject> waiting(int objects) {
        api.thenAnswers(Kind.ASK, error(503, "backendError"));
        bench.stage(0);
        bench.await("a job", () -> !bench.repeated.isEmpty());
        List<StagedObject> waiting = new ArrayList<>();
        for (int i = 1; i <= objects; i++) {
            waiting.add(bench.stage(i));
        }
        api.thenAnswers(Kind.ASK, done());
        bench.news(LoadNews.Loaded.class);
        return waiting;
    }

    private List<LoadNews> news(int count) {
        bench.await("all news", () -> bench.news.size() >= count);
        return List.copyOf(bench.news);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid", "notFound"})
    void aRefusedJobWaitsUntilTheTableWasLookedAt(String reason) {
        api.endsWith(reason);
        StagedObject object = bench.stage(1);

        LoadNews.Lacking lacking = bench.news(LoadNews.Lacking.class);
        bench.pass(Duration.ofMinutes(2));

        assertThat(lacking.object()).isSameAs(object);
        assertThat(lacking.needed()).isSameAs(LoadingBench.SHAPE);
        assertThat(api.jobs()).hasSize(1);
        bench.writer().tableSeen(ORDERS, LoadingBench.SHAPE);
        bench.news(LoadNews.Loaded.class);
        assertThat(api.jobs()).hasSize(2);
    }

    @Test
    void aJobThatIsNotEvenTakenIsRefused() {
        api.answers(Kind.ASK, error(404, "notFound"));
        bench.stage(1);

        bench.news(LoadNews.Lacking.class);
        bench.writer().tableSeen(ORDERS, LoadingBench.SHAPE);

        bench.news(LoadNews.Loaded.class);
    }

    @Test
    void aBadObjectIsFoundAmongOthersAndKeptWithWhatItIs() {
        // By what it holds: the job may be asked for before the test knows its name
        api.refuses(job -> job.uris().stream().anyMatch(uri -> holds(uri, "{\"id\":4}\n")));
        List<StagedObject> waiting = waiting(5);
        StagedObject bad = waiting.get(3);

        bench.news(LoadNews.Lacking.class);
        bench.writer().tableSeen(ORDERS, LoadingBench.SHAPE);

        // Others may be told of before: what is bad is found by halves
        bench.await("another look", () -> bench.news.stream().anyMatch(LoadNews.Lacking.class::isInstance));
        bench.news.removeIf(LoadNews.Lacking.class::isInstance);
        bench.writer().tableSeen(ORDERS, LoadingBench.SHAPE);
        List<LoadNews> news = news(5);
        assertThat(news.stream().filter(LoadNews.Loaded.class::isInstance).map(LoadNews::object))
                .containsExactlyInAnyOrder(waiting.get(0), waiting.get(1), waiting.get(2), waiting.get(4));
        LoadNews.SetAside aside = news.stream()
                .filter(LoadNews.SetAside.class::isInstance)
                .map(LoadNews.SetAside.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(aside.object()).isSameAs(bad);
        assertThat(aside.reason()).isEqualTo("invalid");
        String kept = name(bad).replace("pre/", "pre/failed/");
        assertThat(aside.keptAs()).isEqualTo("gs://" + FakeLoadApi.BUCKET + "/" + kept);
        assertThat(api.object(kept).text()).isEqualTo("{\"id\":4}\n");
        JsonObject beside =
                JsonParser.parseString(api.object(kept + ".json").text()).getAsJsonObject();
        assertThat(beside.get("table").getAsString()).isEqualTo("p.d.orders");
        assertThat(beside.get("reason").getAsString()).isEqualTo("invalid");
        assertThat(beside.getAsJsonArray("origins")
                        .get(0)
                        .getAsJsonObject()
                        .get("firstOffset")
                        .getAsLong())
                .isEqualTo(4);
        assertThat(beside.toString()).doesNotContain("s3cret");
        bench.await("the end of what was loaded", () -> api.objects().size() == 3); // with the lease
        assertThat(bench.numbers.get(TaskMetric.LOAD_OBJECTS_SET_ASIDE_TOTAL)).isEqualTo(1);
    }

    @Test
    void whatIsTooMuchForOneJobIsLoadedByHalves() {
        api.thenAnswers(Kind.ASK, done());
        List<StagedObject> waiting = waiting(4);
        // The job of all four, before and after the table was looked at
        api.endsWith("resourcesExceeded", "resourcesExceeded");

        bench.news(LoadNews.Lacking.class);
        bench.writer().tableSeen(ORDERS, LoadingBench.SHAPE);

        assertThat(news(4))
                .allMatch(LoadNews.Loaded.class::isInstance)
                .extracting(LoadNews::object)
                .containsExactlyInAnyOrderElementsOf(waiting);
    }

    @Test
    void anObjectIsKeptHoweverOftenThatFails() {
        api.refuses(job -> true);
        StagedObject bad = bench.stage(1);
        api.answers(Kind.COPY, error(503, "backendError"), lost());

        bench.news(LoadNews.Lacking.class);
        bench.writer().tableSeen(ORDERS, LoadingBench.SHAPE);
        bench.news(LoadNews.Lacking.class);
        bench.writer().tableSeen(ORDERS, LoadingBench.SHAPE);

        assertThat(bench.news(LoadNews.SetAside.class).object()).isSameAs(bad);
        bench.await("the object's end", () -> !api.objects().containsKey(name(bad)));
        assertThat(api.objects().keySet())
                .filteredOn(name -> name.contains("/failed/"))
                .hasSize(2);
    }

    @Test
    void anObjectThatCannotBeKeptStaysWhereItIs() {
        api.refuses(job -> true);
        api.thenAnswers(Kind.COPY, error(400, "invalid"));
        StagedObject bad = bench.stage(1);
        bench.news(LoadNews.Lacking.class);

        bench.writer().tableSeen(ORDERS, LoadingBench.SHAPE);
        bench.news(LoadNews.Lacking.class);
        bench.writer().tableSeen(ORDERS, LoadingBench.SHAPE);

        LoadNews.Failed failed = bench.news(LoadNews.Failed.class);
        assertThat(failed.error()).hasMessageContaining("it cannot be set aside (400 invalid)");
        bench.pass(Duration.ofMinutes(1));
        assertThat(api.objects()).containsKey(name(bad));
        assertThat(bench.numbers.get(TaskMetric.LOAD_OBJECTS_SET_ASIDE_TOTAL)).isZero();
    }

    @Test
    void theRowsOfAnObjectThatIsGoneAreToBeReadAgain() {
        api.endsWith("notFound", "notFound");
        StagedObject object = bench.stage(1);
        bench.news(LoadNews.Lacking.class);
        api.answers(Kind.GET, error(404, "notFound"));

        bench.writer().tableSeen(ORDERS, LoadingBench.SHAPE);

        assertThat(bench.news(LoadNews.Outdated.class).object()).isSameAs(object);
        api.answers(Kind.COPY, error(404, "notFound"));
        bench.writer().setAside(object);
        LoadNews.Failed failed = bench.news(LoadNews.Failed.class);
        assertThat(failed.object()).isSameAs(object);
        assertThat(failed.error()).hasMessageContaining("it is gone");
    }

    @Test
    void objectsThatWereMadeForTheTableAsItWasAreOutdated() {
        TableShape now = new TableShape(List.of(Column.of("id", ColumnType.STRING, ColumnMode.NULLABLE)));
        api.endsWith("invalid", "invalid");
        StagedObject object = bench.stage(1);
        bench.news(LoadNews.Lacking.class);

        bench.writer().tableSeen(ORDERS, now);

        assertThat(bench.news(LoadNews.Outdated.class).object()).isSameAs(object);
        bench.writer().discard(List.of(object));
        bench.await("the object's end", () -> !api.objects().containsKey(name(object)));
        assertThat(bench.numbers.get(TaskMetric.LOAD_WAITING_OBJECTS)).isZero();
    }

    @Test
    void whatIsTakenBackBeforeItsJobIsDeletedAndNothingIsToldOfIt() {
        bench.settings = new LoadSettings(
                bench.settings.place(),
                bench.settings.file(),
                new LoadSettings.Cut(Duration.ofHours(1), 1_000_000, 1),
                LoadingBench.SPACING,
                null);
        StagedObject object =
                bench.result(WriteResult.Staged.class, bench.send(1)).object();

        bench.writer().discard(List.of(object));

        bench.await("the object's end", () -> !api.objects().containsKey(name(object)));
        bench.pass(Duration.ofHours(1));
        assertThat(api.jobs()).isEmpty();
        assertThat(bench.news).isEmpty();
        assertThat(bench.numbers.get(TaskMetric.LOAD_WAITING_OBJECTS)).isZero();
    }

    @Test
    void whatIsTakenBackWhileAJobHasItIsNotTriedAgain() {
        api.thenAnswers(Kind.LOOK, state("RUNNING"));
        api.endsWith("invalid");
        StagedObject object = bench.stage(1);
        bench.await("a job", () -> !api.jobs().isEmpty());
        bench.writer().discard(List.of(object));

        api.thenAnswers(Kind.LOOK, done());

        bench.await("the object's end", () -> !api.objects().containsKey(name(object)));
        bench.stage(2);
        bench.news(LoadNews.Loaded.class);
        assertThat(api.jobs()).extracting(Asked::uris).noneMatch(uris -> uris.size() > 1);
    }

    @Test
    void theWriterLeavesNothingThatNoJobReads() {
        List<StagedObject> waiting = new ArrayList<>();
        api.endsWith("invalid");
        waiting.add(bench.stage(1));
        bench.news(LoadNews.Lacking.class);
        waiting.add(bench.stage(2));

        bench.writer().close();

        assertThat(waiting).hasSize(2);
        assertThat(api.objects()).isEmpty();
    }

    @Test
    void theWriterLeavesWhatAJobMayStillRead() {
        api.thenAnswers(Kind.LOOK, state("RUNNING"));
        StagedObject object = bench.stage(1);
        bench.await("a job", () -> !api.jobs().isEmpty());

        bench.writer().close();

        assertThat(api.objects().keySet()).contains(name(object)).anyMatch(name -> name.endsWith("/lease"));
    }

    @Test
    void aDefectAnswersWhateverIsHereAndTheWriterGoesOn() {
        List<String> files = new ArrayList<>();
        FileForm good = bench.form;
        bench.form = new FileForm() {
            @Override
            public String extension() {
                return ".json";
            }

            @Override
            public String contentType() {
                return good.contentType();
            }

            @Override
            public byte[] of(List<Batch> batches) throws IOException {
                files.add("one");
                if (files.size() == 1) {
                    throw new IllegalStateException("a defect");
                }
                return good.of(batches);
            }

            @Override
            public void describe(JobConfigurationLoad load, TableShape shape, Set<String> omitted) {
                good.describe(load, shape, omitted);
            }
        };
        Batch first = bench.send(1);

        WriteResult.Failed failed = bench.result(WriteResult.Failed.class, first);

        assertThat(failed.error()).hasMessageContaining("IllegalStateException");
        assertThat(bench.breakdowns).hasSize(1);
        bench.stage(2);
        bench.news(LoadNews.Loaded.class);
    }
}
