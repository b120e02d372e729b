// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.load.LoadSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Load jobs of KCBQ's configurations, and of Confluent Cloud's V2. */
class KcbqLoadsTest {
    private static Map<String, String> kcbq(String... pairs) {
        Map<String, String> written = new HashMap<>(Map.of(
                "name",
                "k",
                "topics",
                "orders,my.returns,third",
                "project",
                "p-1",
                "defaultDataset",
                "d",
                "sanitizeTopics",
                "true",
                "validate.remote",
                "false"));
        for (int i = 0; i < pairs.length; i += 2) {
            written.put(pairs[i], pairs[i + 1]);
        }
        return written;
    }

    private static LoadSettings load(SinkConfig config, String table) {
        return config.writing()
                .of(new Destination("p-1", "d", table))
                .loadJobs()
                .orElseThrow();
    }

    private static boolean loads(SinkConfig config, String table) {
        return config.writing().of(new Destination("p-1", "d", table)) instanceof WritePlan.GcsLoad;
    }

    @Test
    void loadTheTablesOfTheTopicsThatAreListed() {
        SinkConfig config =
                Validation.parsed(kcbq("enableBatchLoad", "orders,my.returns,unread", "gcsBucketName", "the-bucket"));

        assertThat(loads(config, "orders")).isTrue();
        assertThat(loads(config, "my_returns")).isTrue();
        assertThat(loads(config, "third")).isFalse();
        LoadSettings load = load(config, "orders");
        assertThat(load.place()).isEqualTo(new LoadSettings.Place("the-bucket", "millrace", true));
        assertThat(load.cut().interval()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void loadAllTablesWhereAllTopicsAreListed() {
        SinkConfig config = Validation.parsed(kcbq(
                "enableBatchLoad", "third, my.returns, orders",
                "gcsBucketName", "the-bucket",
                "gcsFolderName", "staged/rows/",
                "autoCreateBucket", "false",
                "batchLoadIntervalSec", "600"));

        assertThat(config.writing().plans()).hasSize(1);
        LoadSettings load = load(config, "whatever");
        assertThat(load.place()).isEqualTo(new LoadSettings.Place("the-bucket", "staged/rows", false));
        assertThat(load.cut().interval()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void followTheMapOfTopicsAndAPatternOfThem() {
        Map<String, String> mapped =
                kcbq("enableBatchLoad", "orders", "topic2TableMap", "orders:purchases", "gcsBucketName", "the-bucket");
        Map<String, String> found = kcbq("enableBatchLoad", "orders,other", "gcsBucketName", "the-bucket");
        found.remove("topics");
        found.put("topics.regex", "ord.*");

        assertThat(loads(Validation.parsed(mapped), "purchases")).isTrue();
        assertThat(loads(Validation.parsed(found), "orders")).isTrue();
        assertThat(loads(Validation.parsed(found), "other")).isFalse();
    }

    @Test
    void anIntervalThatSoManyTasksCannotKeepIsRaisedAndTold() {
        Map<String, String> written = kcbq(
                "enableBatchLoad",
                "orders",
                "gcsBucketName",
                "the-bucket",
                "tasks.max",
                "4",
                "batchLoadIntervalSec",
                "120");

        LoadSettings load = load(Validation.parsed(written), "orders");

        assertThat(load.cut().interval()).isEqualTo(Duration.ofMillis(230_400));
        assertThat(Validation.of(written).told())
                .extracting(Finding::message)
                .anyMatch(told -> told.startsWith("batchLoadIntervalSec is taken as 230 s"));
    }

    @Test
    void aMissingBucketIsBlamedOnItsOldNameIfThatIsWritten() {
        List<String> findings =
                Validation.of(kcbq("enableBatchLoad", "orders")).errors().toList();

        assertThat(findings)
                .singleElement()
                .asString()
                .startsWith("gcs.bucket: must be set for table.orders.write.method=gcs-load");
    }

    @Test
    void batchesOfTheCloudAreLoadJobsWhereThereIsABucket() {
        Map<String, String> written = kcbq("ingestion.mode", "BATCH LOADING", "commit.interval", "300");

        assertThat(loads(Validation.parsed(written), "orders")).isFalse();
        assertThat(Validation.of(written).told()).extracting(Finding::property).contains("ingestion.mode");

        written.put("gcs.bucket", "the-bucket");
        assertThat(load(Validation.parsed(written), "orders").cut().interval()).isEqualTo(Duration.ofMinutes(5));
    }
}
