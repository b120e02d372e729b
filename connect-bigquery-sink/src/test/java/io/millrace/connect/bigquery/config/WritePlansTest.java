// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static io.millrace.connect.bigquery.config.SinkConfigTest.properties;
import static io.millrace.connect.bigquery.config.ValidationTest.findings;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every combination of write method, change mode, guarantee and strategy of upserts: which exist, and what a user reads for the others. */
class WritePlansTest {
    private static final Map<String, String> READ = Map.of(
            "method",
            "write.method: '%s' is not accepted; accepted: storage-write, streaming-insert, gcs-load",
            "unlike",
            "write.method: %s and delivery.guarantee=at-least-once;" + " write write.method=storage-write",
            "merged",
            "write.method: %s and delivery.guarantee=at-least-once and upsert.strategy=merge;"
                    + " write write.method=storage-write",
            "guarantee",
            "delivery.guarantee: '%s' is not accepted; accepted: at-least-once");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        storage-write    | append        | at-least-once | cdc   | StorageAppend
        storage-write    | append        | at-least-once | merge | StorageAppend
        storage-write    | append        | exactly-once  | cdc   | guarantee
        storage-write    | append        | exactly-once  | merge | guarantee
        storage-write    | upsert        | at-least-once | cdc   | ChangeCapture
        storage-write    | upsert        | at-least-once | merge | Merge
        storage-write    | upsert        | exactly-once  | cdc   | guarantee
        storage-write    | upsert        | exactly-once  | merge | guarantee
        storage-write    | upsert-delete | at-least-once | cdc   | ChangeCapture
        storage-write    | upsert-delete | at-least-once | merge | Merge
        storage-write    | upsert-delete | exactly-once  | cdc   | guarantee
        storage-write    | upsert-delete | exactly-once  | merge | guarantee
        streaming-insert | append        | at-least-once | cdc   | StreamingInsert
        streaming-insert | append        | at-least-once | merge | StreamingInsert
        streaming-insert | append        | exactly-once  | cdc   | guarantee
        streaming-insert | append        | exactly-once  | merge | guarantee
        streaming-insert | upsert        | at-least-once | cdc   | unlike
        streaming-insert | upsert        | at-least-once | merge | merged
        streaming-insert | upsert        | exactly-once  | cdc   | guarantee
        streaming-insert | upsert        | exactly-once  | merge | guarantee
        streaming-insert | upsert-delete | at-least-once | cdc   | unlike
        streaming-insert | upsert-delete | at-least-once | merge | merged
        streaming-insert | upsert-delete | exactly-once  | cdc   | guarantee
        streaming-insert | upsert-delete | exactly-once  | merge | guarantee
        gcs-load         | append        | at-least-once | cdc   | GcsLoad
        gcs-load         | append        | at-least-once | merge | GcsLoad
        gcs-load         | append        | exactly-once  | cdc   | guarantee
        gcs-load         | append        | exactly-once  | merge | guarantee
        gcs-load         | upsert        | at-least-once | cdc   | unlike
        gcs-load         | upsert        | at-least-once | merge | merged
        gcs-load         | upsert        | exactly-once  | cdc   | guarantee
        gcs-load         | upsert        | exactly-once  | merge | guarantee
        gcs-load         | upsert-delete | at-least-once | cdc   | unlike
        gcs-load         | upsert-delete | at-least-once | merge | merged
        gcs-load         | upsert-delete | exactly-once  | cdc   | guarantee
        gcs-load         | upsert-delete | exactly-once  | merge | guarantee
        """)
    void existOrAreRefusedOnThePropertyAtFault(
            String method, String mode, String guarantee, String strategy, String outcome) {
        Map<String, String> words = Map.of(
                "method",
                method,
                "mode",
                mode,
                "guarantee",
                guarantee,
                "unlike",
                method + " does not go with change.mode=" + mode,
                "merged",
                method + " does not go with change.mode=" + mode);
        Map<String, String> written = properties(
                "write.method", method, "change.mode", mode, "delivery.guarantee", guarantee, "gcs.bucket", "a-bucket");
        written.put("upsert.strategy", strategy);

        List<Finding> found = findings(written);

        if (Character.isUpperCase(outcome.charAt(0))) {
            assertThat(found).isEmpty();
            assertThat(Validation.parsed(written).writing().plan().getClass().getSimpleName())
                    .isEqualTo(outcome);
        } else {
            assertThat(found)
                    .extracting(Finding::message)
                    .containsExactlyInAnyOrder(Arrays.stream(outcome.split(", "))
                            .map(word -> READ.getOrDefault(word, "").formatted(words.get(word)))
                            .toArray(String[]::new));
            assertThat(found)
                    .allSatisfy(finding -> assertThat(finding.message()).startsWith(finding.property()));
        }
    }

    @Test
    void sayWhatToWriteForWordsThatExistButDoNotGoTogether() {
        WritePlans plans = new WritePlans(List.of(
                line("storage-write", "append", "at-least-once"),
                line("storage-write", "append", "exactly-once"),
                line("streaming-insert", "append", "at-least-once")));
        List<String> properties = List.of("write.method", "change.mode", "delivery.guarantee");

        assertThat(plans.accepted(2)).containsExactly("at-least-once", "exactly-once");
        assertThat(plans.conflicts(properties, List.of("storage-write", "append", "exactly-once")))
                .isEmpty();
        assertThat(plans.conflicts(properties, List.of("streaming-insert", "append", "exactly-once")))
                .extracting(Finding::message)
                .containsExactly("write.method: streaming-insert does not go with change.mode=append and"
                        + " delivery.guarantee=exactly-once; write write.method=storage-write");
    }

    @Test
    void blameWhatWasSaidForOneTableAloneRatherThanWhatIsSaidForAll() {
        for (String method : List.of("streaming-insert", "gcs-load")) {
            Map<String, String> written = Map.of(
                    "name",
                    "c",
                    "topics",
                    "orders",
                    "project",
                    "p",
                    "dataset",
                    "d",
                    "write.method",
                    method,
                    "gcs.bucket",
                    "a-bucket",
                    "table.orders.change.mode",
                    "upsert",
                    "primary.key",
                    "id");

            assertThat(Validation.of(written).errors())
                    .singleElement()
                    .asString()
                    .startsWith("table.orders.change.mode: upsert does not go with write.method=" + method);
        }
    }

    private static WritePlans.Line line(String... words) {
        return new WritePlans.Line(
                List.of(words), (values, properties) -> new WritePlan.StorageAppend(BatchingOptions.readBatch(values)));
    }
}
