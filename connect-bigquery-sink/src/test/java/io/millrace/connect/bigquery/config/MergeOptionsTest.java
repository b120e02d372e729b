// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static io.millrace.connect.bigquery.config.SinkConfigTest.properties;
import static io.millrace.connect.bigquery.config.ValidationTest.findings;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.change.UnavailableValues;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.merge.MergeSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of merges, and what goes with them. */
class MergeOptionsTest {
    private static Map<String, String> merged(String... more) {
        Map<String, String> properties = properties("change.mode", "upsert-delete", "upsert.strategy", "merge");
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return properties;
    }

    private static MergeSettings settings(Map<String, String> properties) {
        return ((WritePlan.Merge) Validation.parsed(properties).writing().plan()).merges();
    }

    @Test
    void haveDefaultsThatNeedNothingElse() {
        MergeSettings settings = settings(merged());

        assertThat(settings.cut().interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.staging()).isEqualTo(new MergeSettings.Staging("millrace_merge", null));
        assertThat(settings.batchPriority()).isFalse();
        assertThat(settings.deletesKept()).isEqualTo(Duration.ofDays(2));
    }

    @Test
    void rememberNoDeletesWhereThereAreNone() {
        assertThat(settings(merged("change.mode", "upsert")).deletesKept()).isNull();
    }

    @Test
    void mayBeSaidOfOneTable() {
        SinkConfig config = Validation.parsed(properties(
                "table.orders.change.mode", "upsert", "table.orders.upsert.strategy", "merge", "topics", "orders,log"));

        assertThat(config.writing().of(new Destination("p", "d", "orders"))).isInstanceOf(WritePlan.Merge.class);
        assertThat(config.writing().of(new Destination("p", "d", "log"))).isInstanceOf(WritePlan.StorageAppend.class);
        assertThat(config.records()
                        .changeOf(new Destination("p", "d", "orders"))
                        .unavailable())
                .isEqualTo(UnavailableValues.KEEP);
        assertThat(config.records().changeOf(new Destination("p", "d", "log")).unavailable())
                .isEqualTo(UnavailableValues.AS_IS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        merge.interval.ms                | 9999          | merge.interval.ms                | write at least 10000
        merge.interval.ms                | 86400001      | merge.interval.ms                | 86400000
        merge.staging.suffix             | a-b           | merge.staging.suffix             | letters, digits and underscores
        merge.dataset                    | p.d           | merge.dataset                    | a dataset's name alone
        merge.priority                   | low           | merge.priority                   | interactive, batch
        merge.deletes.retention.ms       | 1000          | merge.deletes.retention.ms       | 86400000
        upsert.strategy                  | both          | upsert.strategy                  | accepted: cdc, merge
        table.max.staleness              | PT15M  | table.max.staleness              | remove it, or set upsert.strategy=cdc
        table.partition.filter.required  | true          | table.partition.filter.required  | add that column to the key
        view.create                      | true          | view.create                      | is the current state itself
        """)
    void sayWhatIsWrongOnThePropertyAtFault(String property, String value, String blamed, String message) {
        Map<String, String> written = merged("table.partition.type", "day", property, value);

        assertThat(findings(written)).singleElement().satisfies(finding -> {
            assertThat(finding.property()).isEqualTo(blamed);
            assertThat(finding.message()).startsWith(blamed).contains(message);
        });
    }

    @Test
    void allowARequiredPartitionFilterWhereTheKeyHoldsThePartitionColumn() {
        assertThat(findings(merged(
                        "table.partition.type", "day",
                        "table.partition.field", "day",
                        "table.partition.filter.required", "true",
                        "primary.key", "id,day")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"append, rows are appended", "upsert, upsert.strategy=cdc a row is replaced as a whole"})
    void keepIsForMergesAlone(String mode, String why) {
        assertThat(findings(properties("change.mode", mode, "unavailable.values", "keep")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .startsWith("unavailable.values: keep needs tables that changes are merged into")
                        .contains(why));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        upsert        | merge | change.mode=upsert nothing takes rows away
        upsert        | cdc   | change.mode=upsert nothing takes rows away
        upsert-delete | cdc   | upsert.strategy=cdc BigQuery cannot empty the table
        """)
    void applyTruncatesOnlyWhereRowsMayBeDeleted(String mode, String strategy, String why) {
        assertThat(findings(properties("change.mode", mode, "upsert.strategy", strategy, "truncate", "apply")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .startsWith("truncate: apply needs change.mode=upsert-delete and upsert.strategy=merge")
                        .contains(why));
        assertThat(findings(properties(
                        "table.orders.change.mode", mode,
                        "table.orders.upsert.strategy", strategy,
                        "table.orders.truncate", "apply")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.property()).isEqualTo("table.orders.truncate"));
    }

    @Test
    void applyTruncatesOfOneTableAmongOthers() {
        assertThat(findings(properties(
                        "table.orders.change.mode", "upsert-delete",
                        "table.orders.upsert.strategy", "merge",
                        "truncate", "apply")))
                .isEmpty();
        assertThat(findings(merged(
                        "change.mode", "upsert-delete",
                        "table.orders.upsert.strategy", "cdc",
                        "table.customers.truncate", "apply")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        merge.interval.ms          | 60000 | no table's changes are merged
        upsert.strategy            | merge | rows are appended
        """)
    void areToldToHaveNoEffectWhereNothingIsMerged(String property, String value, String why) {
        assertThat(Validation.of(properties(property, value)).told())
                .singleElement()
                .satisfies(told -> assertThat(told.message())
                        .startsWith(property + " has no effect")
                        .contains(why));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        mergeIntervalMs          | 120000 | merge.interval.ms    | 120000
        mergeIntervalMs          | 5000   | merge.interval.ms    | 10000
        mergeIntervalMs          | -1     | merge.interval.ms    | 86400000
        mergeRecordsThreshold    | 500    | merge.max.rows       | 500
        intermediateTableSuffix  | stage  | merge.staging.suffix | stage
        deleteEnabled            | true   | change.mode          | upsert-delete
        """)
    void areWhatKcbqsNamesMean(String name, String value, String ours, String text) {
        Map<String, String> written = properties("upsertEnabled", "true", name, value);

        assertThat(findings(written)).isEmpty();
        assertThat(SinkProperties.of(written).translated())
                .containsEntry(ours, text)
                .containsEntry("upsert.strategy", "merge");
    }

    @Test
    void takeKcbqsNumbersBesideOurNamesToo() {
        Map<String, String> written =
                properties("change.mode", "upsert", "upsert.strategy", "merge", "mergeIntervalMs", "30000");

        assertThat(findings(written)).isEmpty();
        assertThat(SinkProperties.of(written).translated()).containsEntry("merge.interval.ms", "30000");
        assertThat(findings(properties("upsertEnabled", "true", "mergeRecordsThreshold", "0")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .startsWith("mergeRecordsThreshold")
                        .contains("-1, or a number of records"));
    }

    @Test
    void areNotWhatKcbqsNamesMeanWhereTheUserSaysOtherwise() {
        Map<String, String> written =
                properties("upsertEnabled", "true", "mergeIntervalMs", "20000", "upsert.strategy", "cdc");

        assertThat(findings(written)).isEmpty();
        assertThat(Validation.parsed(written).writing().plan()).isInstanceOf(WritePlan.ChangeCapture.class);
        assertThat(SinkProperties.of(written).told())
                .singleElement()
                .satisfies(told -> assertThat(told.message()).startsWith("mergeIntervalMs has no effect"));
    }

    @Test
    void tellKcbqsUsersOfTheColumnThatTablesNeed() {
        assertThat(SinkProperties.of(properties("upsertEnabled", "true")).told())
                .singleElement()
                .satisfies(told -> assertThat(told.message())
                        .startsWith("upsertEnabled needs a column __sequence")
                        .contains("allowNewBigQueryFields=true"));
    }
}
