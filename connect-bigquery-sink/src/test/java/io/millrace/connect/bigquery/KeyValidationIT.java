// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.connect.emulator.Emulator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What validation finds out about tables that are to have one row for each key. */
class KeyValidationIT {
    @Test
    void blamesAKeyThatTheTableContradicts() {
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = new SinkBench(emulator, "raw")) {
            bench.run("CREATE SCHEMA raw");
            bench.run("CREATE TABLE keyed (code STRING NOT NULL, id INT64, PRIMARY KEY (code) NOT ENFORCED)");

            assertThat(errors(bench, Map.of("primary.key", "id", "schema.evolution", "add-fields")))
                    .containsOnly(
                            entry(
                                    "primary.key",
                                    List.of("primary.key: table test-project.raw.keyed has the primary key [code], the"
                                            + " records have [id]; set primary.key to what it has, or change it with ALTER"
                                            + " TABLE `test-project.raw.keyed` DROP PRIMARY KEY; ALTER TABLE"
                                            + " `test-project.raw.keyed` ADD PRIMARY KEY (`id`) NOT ENFORCED;")),
                            entry(
                                    "schema.evolution",
                                    List.of(
                                            "schema.evolution: table test-project.raw.keyed requires code, and a row that is"
                                                    + " deleted has its key alone; add relax-required, or make them NULLABLE")));
            assertThat(errors(bench, Map.of("primary.key", "code"))).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        cdc   | id     | PARTITION BY day OPTIONS (require_partition_filter = TRUE) | upsert.strategy | set the table's max_staleness
        merge | id     | PARTITION BY day OPTIONS (require_partition_filter = TRUE) | primary.key     | the key is [id], the column day
        merge | record-key | PARTITION BY day OPTIONS (require_partition_filter = TRUE) | primary.key | the key is [id], the column day
        """)
    void blamesARequiredPartitionFilterThatTheStrategyCannotDoWith(
            String strategy, String key, String layout, String blamed, String why) {
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = new SinkBench(emulator, "raw")) {
            bench.run("CREATE SCHEMA raw");
            bench.run("CREATE TABLE raw.keyed (id INT64, day DATE, PRIMARY KEY (id) NOT ENFORCED) " + layout);

            assertThat(errors(bench, Map.of("primary.key", key, "upsert.strategy", strategy)))
                    .containsOnlyKeys(blamed)
                    .hasEntrySatisfying(
                            blamed,
                            errors -> assertThat(errors)
                                    .singleElement()
                                    .asString()
                                    .startsWith(blamed + ": table test-project.raw.keyed requires a partition filter")
                                    .contains(why)
                                    .contains(
                                            "ALTER TABLE `test-project.raw.keyed` SET OPTIONS (require_partition_filter = FALSE)"));
        }
    }

    @Test
    void takesARequiredPartitionFilterWhereTheKeyHoldsThePartitionColumn() {
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = new SinkBench(emulator, "raw")) {
            bench.run("CREATE SCHEMA raw");
            bench.run("CREATE TABLE raw.keyed (id INT64, day DATE, PRIMARY KEY (id, day) NOT ENFORCED)"
                    + " PARTITION BY day OPTIONS (require_partition_filter = TRUE)");

            assertThat(errors(bench, Map.of("primary.key", "id,day", "upsert.strategy", "merge")))
                    .isEmpty();
            assertThat(errors(bench, Map.of("upsert.strategy", "merge"))).isEmpty();
        }
    }

    /** It is set where a table is made, and decides what each query of it costs. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        OPTIONS (max_staleness = INTERVAL '0-0 0 0:15:0' YEAR TO SECOND) | PT15M | ok
        OPTIONS (max_staleness = INTERVAL '0-0 1 0:0:0' YEAR TO SECOND)  | PT24H | ok
        OPTIONS (max_staleness = INTERVAL '0-0 0 0:15:0' YEAR TO SECOND) | PT30M | 0:30:0
        ''                                                              | PT30M | 0:30:0
        """)
    void blamesAnotherStalenessThanTheTableHas(String options, String wanted, String said) {
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = new SinkBench(emulator, "raw")) {
            bench.run("CREATE SCHEMA raw");
            bench.run("CREATE TABLE raw.keyed (id INT64, PRIMARY KEY (id) NOT ENFORCED) " + options);

            Map<String, List<String>> errors =
                    errors(bench, Map.of("primary.key", "id", "table.max.staleness", wanted));

            if (said.equals("ok")) {
                assertThat(errors).isEmpty();
            } else {
                assertThat(errors)
                        .containsOnlyKeys("table.max.staleness")
                        .hasEntrySatisfying(
                                "table.max.staleness",
                                found -> assertThat(found)
                                        .singleElement()
                                        .asString()
                                        .contains("test-project.raw.keyed", "SET OPTIONS (max_staleness", said));
            }
        }
    }

    @Test
    void blamesTheStrategyForATableWithMoreColumnsThanChangeDataCaptureTakes() {
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = new SinkBench(emulator, "raw")) {
            bench.run("CREATE SCHEMA raw");
            bench.run(IntStream.range(1, 2_001)
                    .mapToObj(i -> "c" + i + " INT64")
                    .collect(Collectors.joining(
                            ", ", "CREATE TABLE keyed (id INT64, ", ", PRIMARY KEY (id) NOT ENFORCED)")));

            assertThat(errors(bench, Map.of("primary.key", "id")))
                    .containsOnly(entry(
                            "upsert.strategy",
                            List.of(
                                    "upsert.strategy: table test-project.raw.keyed has 2001 columns at its top level, and"
                                            + " change data capture takes 2000 at most; write merge")));
            assertThat(errors(bench, Map.of("primary.key", "id", "upsert.strategy", "merge")))
                    .isEmpty();
        }
    }

    private static Map<String, List<String>> errors(SinkBench bench, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(bench.properties);
        properties.putAll(Map.of("topics", "keyed", "change.mode", "upsert"));
        properties.putAll(more);
        Map<String, List<String>> errors = new HashMap<>();
        for (ConfigValue value :
                new BigQuerySinkConnector().validate(properties).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }
}
