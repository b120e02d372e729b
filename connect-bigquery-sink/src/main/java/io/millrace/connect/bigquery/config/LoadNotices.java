// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.route.Router;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;

/** What is told of load jobs though nothing is wrong: what has no effect for one table, and what a project may not bear. */
final class LoadNotices {
    private LoadNotices() {}

    static List<Finding> of(SinkProperties read, OptionValues values) {
        List<Finding> told = new ArrayList<>();
        Map<String, OptionValues> tables = read.overrides().valuesByTable();
        tables.forEach((table, ofTable) -> {
            if (!LoadConflicts.loads(ofTable)) {
                told.addAll(unused(read.overrides(), table));
            }
        });
        if (LoadOptions.isGoogles(values)) {
            ofProject(read, values, tables).ifPresent(told::add);
        }
        return told;
    }

    private static List<Finding> unused(TableOverrides overrides, String table) {
        return LoadOptions.PER_TABLE.stream()
                .map(option -> new Written(option, overrides.written(table, option)))
                .filter(written -> !written.property().equals(written.option().name()))
                .map(written -> new Finding(
                        written.property(),
                        written.property() + " has no effect: table " + table + " is not written by "
                                + WritingOptions.METHOD + "=" + LoadOptions.METHOD))
                .toList();
    }

    private record Written(Option<?> option, String property) {}

    /** All tables that are known by the names of their topics, at their busiest. */
    private static Optional<Finding> ofProject(
            SinkProperties read, OptionValues values, Map<String, OptionValues> tables) {
        long tasks = LoadOptions.tasks(read.translated());
        double jobs = 0;
        int loaded = 0;
        for (String table : known(read, values)) {
            OptionValues ofTable = tables.getOrDefault(table, values);
            if (LoadConflicts.loads(ofTable)) {
                loaded++;
                jobs += (double) tasks
                        * LoadOptions.DAY.toMillis()
                        / LoadOptions.interval(ofTable, read.translated()).toMillis();
            }
        }
        if (Math.round(jobs) <= LoadOptions.JOBS_OF_PROJECT) {
            return Optional.empty();
        }
        Duration enough = LoadOptions.DAY.multipliedBy(tasks * loaded).dividedBy(LoadOptions.JOBS_OF_PROJECT);
        String name = read.writtenAs().getOrDefault(LoadOptions.INTERVAL.name(), LoadOptions.INTERVAL.name());
        return Optional.of(new Finding(
                name,
                name + ": " + loaded + " tables could need " + Math.round(jobs)
                        + " load jobs a day, and BigQuery takes "
                        + LoadOptions.JOBS_OF_PROJECT + " of a project; beyond that rows wait in Cloud Storage. "
                        + enough.toMillis() + " for all tables keeps within it"));
    }

    private static Set<String> known(SinkProperties read, OptionValues values) {
        Router router = new Router(DestinationOptions.read(values));
        Set<String> known = new HashSet<>();
        Stream.of(read.translated().getOrDefault("topics", "").split(","))
                .map(String::trim)
                .filter(topic -> !topic.isEmpty())
                .forEach(topic -> {
                    try {
                        known.add(router.route(topic).table());
                    } catch (ConnectException unnameable) {
                        // told elsewhere
                    }
                });
        return known;
    }
}
