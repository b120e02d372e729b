// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.load.Compression;
import io.millrace.connect.bigquery.write.load.FileFormat;
import io.millrace.connect.bigquery.write.load.LoadSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The properties of load jobs: what they mean, and what does not go together. */
class LoadOptionsTest {
    private static Map<String, String> loading(String... pairs) {
        Map<String, String> written = new HashMap<>(Map.of(
                "name",
                "k",
                "topics",
                "orders",
                "project",
                "p-1",
                "dataset",
                "d",
                "write.method",
                "gcs-load",
                "gcs.bucket",
                "the-bucket",
                "validate.remote",
                "false"));
        for (int i = 0; i < pairs.length; i += 2) {
            written.put(pairs[i], pairs[i + 1]);
        }
        return written;
    }

    private static LoadSettings read(String... pairs) {
        return Validation.parsed(loading(pairs)).writing().plan().loadJobs().orElseThrow();
    }

    private static List<String> errors(Map<String, String> written) {
        return Validation.of(written).errors().toList();
    }

    @Test
    void defaultsFitATaskAndItsQuota() {
        LoadSettings load = read("tasks.max", "3");

        assertThat(load.place()).isEqualTo(new LoadSettings.Place("the-bucket", "millrace", false));
        assertThat(load.file().compression()).isEqualTo(Compression.ZSTD);
        assertThat(load.cut()).isEqualTo(new LoadSettings.Cut(Duration.ofMinutes(3), 8L << 20, 1_000_000));
        assertThat(load.jobSpacing()).isEqualTo(Duration.ofMillis(172_800));
        assertThat(load.keepFailed()).isNull();
        assertThat(read("load.format", "json").file().compression()).isEqualTo(Compression.GZIP);
        assertThat(read("gcs.retention.ms", "5000").keepFailed()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        load.interval.ms | 57599        | 1500 load jobs a day that BigQuery takes for each table, of all tasks.max=1 tasks together; write at least 57600
        load.compression | gzip         | accepted with avro: zstd, snappy, deflate, none
        gcs.bucket       | gs://bucket  | is not accepted; accepted: a bucket's name alone
        gcs.bucket       | a..b         | single dots
        gcs.bucket       | a-.b         | is not accepted
        gcs.bucket       | 192.168.1.1  | no address
        gcs.bucket       | google-x     | without google
        gcs.bucket       | ''           | must be set for write.method=gcs-load
        gcs.prefix       | a*b          | is not accepted; accepted: a folder's name
        gcs.prefix       | a//b         | is not accepted; accepted: a folder's name
        load.interval.ms | 0            | 0
        """)
    void whatIsWrongIsSaidOnTheProperty(String property, String value, String told) {
        assertThat(errors(loading(property, value)))
                .singleElement()
                .satisfies(error -> assertThat(error).contains(property).contains(told));
    }

    @Test
    void formatsHaveTheirOwnCompressions() {
        assertThat(errors(loading("load.format", "json", "load.compression", "zstd")))
                .singleElement()
                .satisfies(error ->
                        assertThat(error).startsWith("load.compression: ").contains("accepted with json: gzip, none"));
        assertThat(errors(loading("load.format", "json", "load.compression", "none")))
                .isEmpty();
    }

    @Test
    void aTableMayBeLoadedOtherwise() {
        WritingSettings writing = Validation.parsed(loading(
                        "table.orders.load.interval.ms", "600000",
                        "table.orders.load.format", "json",
                        "table.orders.load.max.rows", "7",
                        "table.orders.load.max.bytes", "100000"))
                .writing();

        LoadSettings own =
                writing.of(new Destination("p-1", "d", "orders")).loadJobs().orElseThrow();
        LoadSettings common =
                writing.of(new Destination("p-1", "d", "others")).loadJobs().orElseThrow();
        assertThat(own.cut()).isEqualTo(new LoadSettings.Cut(Duration.ofMinutes(10), 100_000, 7));
        assertThat(own.file()).isEqualTo(new LoadSettings.FileSettings(FileFormat.JSON, Compression.GZIP));
        assertThat(own.place()).isEqualTo(common.place());
        assertThat(common.file().format()).isEqualTo(FileFormat.AVRO);
        assertThat(common.cut().interval()).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        table.orders.load.interval.ms | 57599   | write at least 57600
        table.orders.load.compression | gzip    | accepted with avro: zstd, snappy, deflate, none
        table.orders.load.format      | json    |
        table.orders.load.format      | parquet | accepted: avro, json
        table.orders.gcs.bucket       | other   | no property of a table ends like this
        """)
    void whatIsWrongForATableIsSaidOnItsProperty(String property, String value, String told) {
        List<String> errors = errors(loading(property, value));

        if (told == null) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors)
                    .singleElement()
                    .satisfies(error -> assertThat(error).contains(property).contains(told));
        }
    }

    @Test
    void aCompressionForAllThatDoesNotGoWithOneTablesFormatIsSaidThere() {
        assertThat(errors(loading("load.compression", "snappy", "table.orders.load.format", "json")))
                .containsExactly("table.orders.load.format: json does not go with load.compression=snappy; write"
                        + " table.orders.load.compression as well, one of: gzip, none");
        assertThat(errors(loading(
                        "load.compression", "snappy",
                        "table.orders.load.format", "json",
                        "table.orders.load.compression", "none")))
                .isEmpty();
    }

    @Test
    void oneTableThatIsLoadedIsHeldAgainstItsQuotaToo() {
        Map<String, String> written = loading(
                "write.method", "storage-write",
                "table.orders.write.method", "gcs-load",
                "load.interval.ms", "50000");

        assertThat(errors(written))
                .singleElement()
                .satisfies(
                        error -> assertThat(error).startsWith("load.interval.ms: 50000 could need more than the 1500"));
    }

    @Test
    void aBucketThatIsMissingIsMissedByWhatAsksForIt() {
        Map<String, String> written =
                loading("write.method", "storage-write", "table.orders.write.method", "gcs-load", "gcs.bucket", "");

        assertThat(errors(written))
                .singleElement()
                .satisfies(error -> assertThat(error)
                        .startsWith("gcs.bucket: ")
                        .contains("must be set for table.orders.write.method=gcs-load"));
    }

    @Test
    void moreTasksThanJobsADayAreRefused() {
        assertThat(errors(loading("tasks.max", "1500"))).isEmpty();
        assertThat(read("tasks.max", "1500").cut().interval()).isEqualTo(Duration.ofDays(1));
        assertThat(errors(loading("tasks.max", "1501")))
                .singleElement()
                .satisfies(error ->
                        assertThat(error).startsWith("load.interval.ms: ").contains("tasks.max up to 1500"));
    }

    @Test
    void whatHasNoEffectForATableIsTold() {
        Map<String, String> written =
                loading("table.orders.write.method", "storage-write", "table.orders.load.interval.ms", "60000");

        assertThat(Validation.of(written).told()).singleElement().satisfies(finding -> {
            assertThat(finding.property()).isEqualTo("table.orders.load.interval.ms");
            assertThat(finding.message()).contains("has no effect: table orders is not written by");
        });
    }

    @Test
    void moreJobsThanAProjectMayHaveAreTold() {
        String topics = IntStream.range(0, 70).mapToObj(i -> "t" + i).collect(Collectors.joining(","));

        assertThat(Validation.of(loading("topics", topics)).told())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.property()).isEqualTo("load.interval.ms");
                    assertThat(finding.message())
                            .contains("70 tables could need 100800 load jobs a day")
                            .contains("100000 of a project")
                            .contains("60480 for all tables");
                });
        assertThat(Validation.of(loading("topics", topics, "load.interval.ms", "60480"))
                        .told())
                .isEmpty();
    }

    @Test
    void anEmulatorHasNoQuota() {
        assertThat(read(
                                "load.interval.ms",
                                "50",
                                "credentials.source",
                                "none",
                                "bigquery.endpoint",
                                "http://localhost:1")
                        .jobSpacing())
                .isZero();
    }

    @Test
    void typesAreWidenedByLoadJobsAlone() {
        assertThat(errors(loading("schema.evolution", "add-fields,widen-types")))
                .isEmpty();
        for (String method : List.of("storage-write", "streaming-insert")) {
            assertThat(errors(loading("schema.evolution", "widen-types", "write.method", method)))
                    .singleElement()
                    .satisfies(error -> assertThat(error)
                            .startsWith("schema.evolution: widen-types goes with write.method=gcs-load alone: ")
                            .contains("while rows are streamed into the table"));
            assertThat(errors(loading("schema.evolution", "widen-types", "table.orders.write.method", method)))
                    .singleElement()
                    .satisfies(error -> assertThat(error)
                            .startsWith("table.orders.write.method: does not go with schema.evolution=widen-types: "));
        }
        assertThat(errors(loading("schema.evolution", "widen-types", "change.mode", "upsert")))
                .isNotEmpty();
    }

    @Test
    void whatHasNoEffectWithoutLoadJobsIsTold() {
        Map<String, String> written = loading("write.method", "storage-write", "load.max.rows", "5");

        assertThat(Validation.of(written).told())
                .extracting(Finding::property)
                .containsExactlyInAnyOrder("gcs.bucket", "load.max.rows");
        assertThat(Validation.of(loading("load.max.rows", "5")).told()).isEmpty();
    }
}
