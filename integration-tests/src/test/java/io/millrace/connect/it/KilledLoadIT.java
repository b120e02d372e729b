// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobStatus;
import com.google.cloud.bigquery.LoadJobConfiguration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Platform.Shared.class)
class KilledLoadIT {

    private static final int BATCH = 5_000;
    private static final Duration SOON = Duration.ofMinutes(5);

    private final Platform platform;
    private final HttpClient http = HttpClient.newHttpClient();

    KilledLoadIT(Platform platform) {
        this.platform = platform;
    }

    /** Load jobs take their time, and the only worker dies while one is at it; another goes on where offsets say. */
    @ParameterizedTest
    @EnumSource
    void losesNothingWhenTheWorkerIsKilledInMidLoad(Release release) throws IOException, InterruptedException {
        String name = "loaded_" + release.name().toLowerCase(Locale.ROOT);
        String bucket = name.replace('_', '-');
        send("POST", "/faults", """
                {"method": "jobs.run", "resource": "it.%s", "times": 1000000, "fault": "delay", "when": "after", "ms": 2000}""".formatted(name));
        try (ConnectCluster cluster = platform.cluster("killed-" + bucket, release);
                Topic topic = Topic.create(name, 4, platform)) {
            Table table = new Table(name, platform);
            topic.produce(0, BATCH);
            cluster.rest().create(name, cluster.loadConfig(name, bucket));

            Awaitility.await("a load of " + name)
                    .atMost(SOON)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> isLoading(name));
            cluster.kill();
            topic.produce(BATCH, BATCH);
            cluster.startWorker();

            table.awaitDistinctIds(2L * BATCH, SOON);
            assertThat(table.number("MAX(id)")).isEqualTo(2L * BATCH - 1);
            cluster.rest().awaitRunning(name, 1);
            // The dead worker's objects wait for their lease to be ten minutes old; the bucket holds none that failed
            assertThat(send("GET", "/storage/v1/b/" + bucket + "/o", "")).doesNotContain("/failed/");
        }
    }

    private boolean isLoading(String table) {
        BigQuery bigQuery = platform.cloud().bigQuery();
        for (Job job : bigQuery.listJobs(BigQuery.JobListOption.stateFilter(JobStatus.State.RUNNING))
                .iterateAll()) {
            if (job.getConfiguration() instanceof LoadJobConfiguration load
                    && load.getDestinationTable().getTable().equals(table)) {
                return true;
            }
        }
        return false;
    }

    private String send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(platform.cloud().endpoint() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
