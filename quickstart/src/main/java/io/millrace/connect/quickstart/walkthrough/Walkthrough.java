// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.walkthrough;

import io.millrace.connect.quickstart.stack.ConnectRest;
import io.millrace.connect.quickstart.stack.EmbeddedStack;
import io.millrace.connect.quickstart.stack.Project;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The main job, told step by step: something changes in the database, and nobody touches the pipeline until each of
 * BigQuery's changelogs has every change and its current-state view equals the table, row by row and column by column. One
 * table has a row for each key, and equals the database itself.
 */
public final class Walkthrough {

    private static final String DATASET = "shop";
    private static final String MASKED = "customers";
    /** The table with one row for each key; all others are changelogs with a view. */
    private static final String KEYED = "customers";
    /** The table whose rows go by Cloud Storage and load jobs; all others are streamed. */
    private static final String LOADED = "orders";

    private static final Duration ARRIVAL_LIMIT = Duration.ofSeconds(90);

    private final EmbeddedStack stack;
    private final Project project;
    private final Progress progress;
    private final Unmasking unmasking;
    private final LandedDataset landed;

    /** Of a stack whose sink masks with the unmasking key. */
    public Walkthrough(EmbeddedStack stack, Project project, Unmasking unmasking, Progress progress) {
        this.stack = stack;
        this.project = project;
        this.unmasking = unmasking;
        this.progress = progress;
        this.landed = new LandedDataset(stack.cloud().bigQuery(), DATASET);
    }

    /**
     * What it came to.
     *
     * @param rowsIn changes committed in the database
     * @param rowsOut how many of them BigQuery has: rows of its changelogs, and all of a table that equals the database
     */
    public record Outcome(long rowsIn, long rowsOut, int tables) {}

    private interface Change {
        void happens() throws SQLException;
    }

    private record Step(String name, String what, Change change) {}

    /** Goes through it; an exception says what did not arrive, or arrived otherwise than it was. */
    public Outcome follow() throws SQLException {
        try (Connection connection = stack.database().connect();
                Admin admin = stack.broker().admin()) {
            Shop shop = new Shop(connection);
            shop.open();
            ConnectRest rest = stack.worker().rest();
            progress.say("connect", "submitting config/quickstart/postgres-source.json and bigquery-sink.json");
            String source = rest.create(project.config("quickstart/postgres-source.json"));
            String sink = rest.create(project.config("quickstart/bigquery-sink.json"));
            rest.awaitRunning(source, 1);
            rest.awaitRunning(sink, 1);
            Arrival arrival = new Arrival(rest, List.of(source, sink), new Lag(admin, sink));
            for (Step step : steps(shop)) {
                progress.say(step.name(), step.what());
                step.change().happens();
                await(step, shop, arrival);
                compare(shop);
            }
            show(shop);
            List<Arrived> all = arrived(shop);
            return new Outcome(
                    all.stream().mapToLong(Arrived::committed).sum(),
                    all.stream().mapToLong(Arrived::there).sum(),
                    all.size());
        }
    }

    private record Arrival(ConnectRest rest, List<String> connectors, Lag lag) {}

    private static List<Step> steps(Shop shop) {
        return List.of(
                new Step("snapshot", "what was in the database before the connectors came", () -> {}),
                new Step("insert", "1,000 orders are placed", shop::sell),
                new Step("update", "orders are paid and shipped, customers become VIPs", shop::amend),
                new Step("delete", "orders are cancelled", shop::cancel),
                new Step("new column", "ALTER TABLE customers ADD COLUMN loyalty_points integer", shop::addColumn),
                new Step("new table", "CREATE TABLE reviews: nobody tells the pipeline", shop::addTable));
    }

    private void await(Step step, Shop shop, Arrival arrival) {
        AtomicReference<String> seen = new AtomicReference<>("nothing");
        try {
            Awaitility.await(step.name())
                    .atMost(ARRIVAL_LIMIT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        arrival.connectors().forEach(arrival.rest()::refuseFailure);
                        List<Arrived> now = arrived(shop);
                        String text = text(now);
                        if (!text.equals(seen.getAndSet(text))) {
                            progress.say(
                                    step.name(), text + "; lag " + arrival.lag().records());
                        }
                        return now.stream().allMatch(one -> one.there() >= one.committed());
                    });
        } catch (ConditionTimeoutException late) {
            throw new IllegalStateException(
                    step.name() + ": after " + ARRIVAL_LIMIT.toSeconds() + " s BigQuery has " + seen.get(), late);
        }
    }

    /** A table's changes: how many were committed, how many BigQuery has. */
    private record Arrived(String table, long committed, long there) {}

    private List<Arrived> arrived(Shop shop) throws SQLException {
        List<Arrived> arrived = new ArrayList<>();
        for (Map.Entry<String, Long> changes : shop.changes().entrySet()) {
            String table = changes.getKey();
            long rows = landed.count(table);
            // A row that was changed twice is one row there: all of its changes have come when nothing differs
            boolean isSame =
                    table.equals(KEYED) && rows > 0 && difference(table, shop).isEmpty();
            arrived.add(new Arrived(table, changes.getValue(), isSame ? changes.getValue() : rows));
        }
        return arrived;
    }

    private static String text(List<Arrived> arrived) {
        return arrived.stream()
                .map(one -> String.format("%s %,d of %,d", one.table(), one.there(), one.committed()))
                .collect(Collectors.joining(", "));
    }

    private void compare(Shop shop) throws SQLException {
        for (String table : shop.changes().keySet()) {
            Optional<String> difference = difference(table, shop);
            if (difference.isPresent()) {
                throw new IllegalStateException(DATASET + "." + current(table) + ": " + difference.get());
            }
        }
        progress.say(
                "compare",
                "every row and column in BigQuery is as in the database, masked ones brought back with the key");
    }

    /** The first place where BigQuery does not show a table as it is. */
    private Optional<String> difference(String table, Shop shop) throws SQLException {
        Rows plain = shop.rows(table);
        Rows masked = landed.rows(current(table), plain.columns().get(0));
        String inClear = unmasking.firstInClear(plain, masked);
        if (inClear != null) {
            throw new IllegalStateException(DATASET + "." + current(table) + ": column " + inClear + " is not masked");
        }
        return unmasking.expected(plain).firstDifference(unmasking.opened(masked));
    }

    private void show(Shop shop) throws SQLException {
        for (String table : shop.changes().keySet()) {
            Rows rows = landed.rows(current(table), shop.rows(table).columns().get(0));
            progress.show(String.format(
                    "%n%s.%s: %,d rows now, after %,d changes%s",
                    DATASET,
                    current(table),
                    rows.rows().size(),
                    shop.changes().get(table),
                    table.equals(KEYED) ? ", by key, without a view" : " in " + DATASET + "." + table));
            progress.show(rows.drawn(5).stripTrailing());
        }
        showLoads();
        showMasking(shop);
    }

    private void showLoads() {
        LandedDataset.Loads loads = landed.loads(LOADED);
        if (loads.rows() < landed.count(LOADED)) {
            throw new IllegalStateException(
                    LOADED + ": load jobs brought " + loads.rows() + " of " + landed.count(LOADED) + " rows");
        }
        progress.show(String.format(
                "%n%s.%s came by %d load jobs with %,d rows, all other tables as a stream",
                DATASET, LOADED, loads.jobs(), loads.rows()));
    }

    private void showMasking(Shop shop) throws SQLException {
        Rows masked = landed.rows(current(MASKED), "id");
        progress.show("\n" + MASKED + " in the database");
        progress.show(Unmasking.shown(shop.rows(MASKED)).drawn(3).stripTrailing());
        progress.show("\nmasked on the way, as BigQuery holds them");
        progress.show(Unmasking.shown(masked).drawn(3).stripTrailing());
        progress.show("\ntokens brought back by DlpReidentify, with the key");
        progress.show(Unmasking.shown(unmasking.opened(masked)).drawn(3).stripTrailing());
    }

    /** What shows a table as it is now. */
    private static String current(String table) {
        return table.equals(KEYED) ? table : table + "_current";
    }
}
