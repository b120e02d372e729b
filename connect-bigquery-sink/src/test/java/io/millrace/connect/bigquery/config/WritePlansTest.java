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

/** Every combination of write method, change mode and guarantee: which exist, and what a user reads for the others. */
class WritePlansTest {
    private static final Map<String, String> READ = Map.of(
            "method", "write.method: '%s' is not accepted; accepted: storage-write, streaming-insert, gcs-load",
            "unlike", "write.method: %s and delivery.guarantee=at-least-once;" + " write write.method=storage-write",
            "guarantee", "delivery.guarantee: '%s' is not accepted; accepted: at-least-once");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            storage-write    | append        | at-least-once | StorageAppend
            storage-write    | append        | exactly-once  | guarantee
            storage-write    | upsert        | at-least-once | ChangeCapture
            storage-write    | upsert        | exactly-once  | guarantee
            storage-write    | upsert-delete | at-least-once | ChangeCapture
            storage-write    | upsert-delete | exactly-once  | guarantee
            streaming-insert | append        | at-least-once | StreamingInsert
            streaming-insert | append        | exactly-once  | guarantee
            streaming-insert | upsert        | at-least-once | unlike
            streaming-insert | upsert        | exactly-once  | guarantee
            streaming-insert | upsert-delete | at-least-once | unlike
            streaming-insert | upsert-delete | exactly-once  | guarantee
            gcs-load         | append        | at-least-once | GcsLoad
            gcs-load         | append        | exactly-once  | guarantee
            gcs-load         | upsert        | at-least-once | unlike
            gcs-load         | upsert        | exactly-once  | guarantee
            gcs-load         | upsert-delete | at-least-once | unlike
            gcs-load         | upsert-delete | exactly-once  | guarantee
            """)
    void existOrAreRefusedOnThePropertyAtFault(String method, String mode, String guarantee, String outcome) {
        Map<String, String> words = Map.of(
                "method",
                method,
                "mode",
                mode,
                "guarantee",
                guarantee,
                "unlike",
                method + " does not go with change.mode=" + mode);
        Map<String, String> written = properties(
                "write.method", method, "change.mode", mode, "delivery.guarantee", guarantee, "gcs.bucket", "a-bucket");

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

    private static WritePlans.Line line(String... words) {
        return new WritePlans.Line(
                List.of(words), (values, properties) -> new WritePlan.StorageAppend(BatchingOptions.readBatch(values)));
    }
}
