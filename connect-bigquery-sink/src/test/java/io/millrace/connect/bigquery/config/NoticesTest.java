// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static io.millrace.connect.bigquery.config.SinkConfigTest.properties;
import static io.millrace.connect.bigquery.config.ValidationTest.findings;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told of properties that do nothing, and is no reason to refuse. */
class NoticesTest {
    /** Such a name was an error until configurations of other sinks had to be taken as they are. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        flush.size             | 10000        | -
        retry.attempts.at.most | 5            | -
        schema.compatibility   | NONE         | -
        table.name.format      | ${topic}     | -
        table.include.list     | shop.orders  | -
        buffer.count.records   | 1000         | -
        consumer.auto.offset.reset | earliest | -
        _aiven.restart.on.failure | true      | -
        autoCreateTable        | true         | autoCreateTables
        sanitizeTopic          | true         | sanitizeTopics
        topics2TableMap        | a:b          | topic2TableMap
        """, delimiter = '|')
    void tellsOfNamesOfOtherProductsAndTakesThem(String property, String value, @Nullable String meant) {
        Map<String, String> written = properties(property, value);

        assertThat(findings(written)).isEmpty();
        assertThat(Validation.of(written).told()).singleElement().satisfies(told -> {
            assertThat(told.property()).isEqualTo(property);
            assertThat(told.message()).startsWith(property + " has no effect");
            assertThat(told.message()).endsWith(meant == null ? "connector" : "did you mean " + meant + "?");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "credentials.file, /key.json, credentials.source is not file",
        "table.partition.field, ts, table.create",
        "table.labels, a:b, table.create",
        "view.name, ${table}_now, view.create",
        "primary.key, id, view.create",
        "kafka.columns.prefix, k_, kafka.columns",
        "kafka.metadata.original, false, kafka.metadata.column",
        "debezium.internal.topics, land, record.format=auto or debezium",
        "unavailable.values, 'null', record.format=auto or debezium",
        "insert.ids, false, write.method=streaming-insert",
        "insert.compression, gzip, write.method=streaming-insert"
    })
    void tellsOfAPropertyThatHasNoEffect(String property, String value, String why) {
        Map<String, String> written = properties(property, value);
        if (why.equals("table.create")) {
            written.put("table.create", "false");
        }
        if (why.startsWith("record.format")) {
            written.put("record.format", "plain");
        }

        assertThat(Validation.of(written).told()).singleElement().satisfies(told -> {
            assertThat(told.property()).isEqualTo(property);
            assertThat(told.message())
                    .startsWith(property + " has no effect: ")
                    .contains(why)
                    .doesNotContain("s3cret");
        });
    }

    private record Mode(String change, String strategy, String name) {}

    private record OfTable(String name, String value, Set<String> usedBy) {}

    static Stream<Arguments> ofOneTable() {
        List<Mode> modes = List.of(
                new Mode("append", "cdc", "append"),
                new Mode("upsert-delete", "cdc", "cdc"),
                new Mode("upsert-delete", "merge", "merge"));
        List<OfTable> options = List.of(
                new OfTable("primary.key", "id", Set.of("cdc", "merge")),
                new OfTable("truncate", "ignore", Set.of("cdc", "merge")),
                new OfTable("max.staleness", "PT15M", Set.of("cdc")),
                new OfTable("merge.interval.ms", "20000", Set.of("merge")),
                new OfTable("merge.max.rows", "10", Set.of("merge")),
                new OfTable("merge.priority", "batch", Set.of("merge")));
        return modes.stream().flatMap(mode -> options.stream().map(option -> Arguments.of(mode, option)));
    }

    /** Told, or refused on the property: never silent. */
    @ParameterizedTest
    @MethodSource("ofOneTable")
    void tellsOfATablesOwnPropertyThatHasNoEffect(Mode mode, OfTable option) {
        String property = "table.orders." + option.name();
        Map<String, String> written = properties("table.orders.change.mode", mode.change(), property, option.value());
        if (!mode.name().equals("append")) {
            written.put("table.orders.upsert.strategy", mode.strategy());
        }

        List<Finding> findings = Stream.concat(findings(written).stream(), Validation.of(written).told().stream())
                .toList();

        if (option.usedBy().contains(mode.name())) {
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings)
                    .isNotEmpty()
                    .allSatisfy(finding -> assertThat(finding.property()).isEqualTo(property));
        }
    }

    @Test
    void tellsOfAStrategyOfATableThatIsAppendedTo() {
        Map<String, String> written = properties(
                "change.mode", "upsert", "table.orders.change.mode", "append", "table.orders.upsert.strategy", "merge");

        assertThat(Validation.of(written).told())
                .singleElement()
                .satisfies(told -> assertThat(told.message())
                        .isEqualTo("table.orders.upsert.strategy has no effect: rows of table orders are appended"));
    }

    @Test
    void tellsWhatReplacesAPropertyThatWasOurs() {
        Map<String, String> written = properties("retry.timeout.ms", "600000");

        assertThat(findings(written)).isEmpty();
        assertThat(Validation.of(written).told()).singleElement().satisfies(told -> {
            assertThat(told.property()).isEqualTo("retry.timeout.ms");
            assertThat(told.message()).contains("write outage.timeout.ms");
        });
    }

    @Test
    void tellsThatAStreamingInsertHasNoMoreRowsThanBigQueryTakes() {
        Map<String, String> written = properties("request.max.rows", "60000", "write.method", "streaming-insert");

        assertThat(Validation.of(written).told()).singleElement().satisfies(told -> {
            assertThat(told.property()).isEqualTo("request.max.rows");
            assertThat(told.message()).startsWith("request.max.rows is 50000 for tables");
        });
    }

    @Test
    void tellsNothingOfAPropertyThatOneTableNeeds() {
        assertThat(Validation.of(properties("insert.ids", "false", "table.orders.write.method", "streaming-insert"))
                        .told())
                .isEmpty();
        assertThat(Validation.of(properties("primary.key", "id", "table.orders.view.create", "true"))
                        .told())
                .isEmpty();
    }
}
