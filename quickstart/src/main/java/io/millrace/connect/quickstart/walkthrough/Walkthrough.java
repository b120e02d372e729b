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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The main job, told step by step: something changes in the database, and nobody touches the pipeline until BigQuery's
 * changelog has every change and its current-state view equals the table, row by row and column by column.
 */
public final class Walkthrough {

    private static final String DATASET = "shop";
    private static final String MASKED = "customers";
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
     * @param rowsOut rows in BigQuery's changelog tables
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
        AtomicReference<List<Arrived>> seen = new AtomicReference<>(List.of());
        try {
            Awaitility.await(step.name())
                    .atMost(ARRIVAL_LIMIT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        arrival.connectors().forEach(arrival.rest()::refuseFailure);
                        List<Arrived> now = arrived(shop);
                        if (!now.equals(seen.getAndSet(now))) {
                            progress.say(
                                    step.name(),
                                    text(now) + "; lag " + arrival.lag().records());
                        }
                        return now.stream().allMatch(one -> one.there() >= one.committed());
                    });
        } catch (ConditionTimeoutException late) {
            throw new IllegalStateException(
                    step.name() + ": after " + ARRIVAL_LIMIT.toSeconds() + " s BigQuery has " + text(arrived(shop)),
                    late);
        }
    }

    /** A table's changes: how many were committed, how many BigQuery has. */
    private record Arrived(String table, long committed, long there) {}

    private List<Arrived> arrived(Shop shop) {
        List<Arrived> arrived = new ArrayList<>();
        shop.changes().forEach((table, committed) -> arrived.add(new Arrived(table, committed, landed.count(table))));
        return arrived;
    }

    private static String text(List<Arrived> arrived) {
        return arrived.stream()
                .map(one -> String.format("%s %,d of %,d", one.table(), one.there(), one.committed()))
                .collect(Collectors.joining(", "));
    }

    private void compare(Shop shop) throws SQLException {
        for (String table : shop.changes().keySet()) {
            Rows plain = shop.rows(table);
            Rows masked = landed.rows(view(table), plain.columns().get(0));
            String inClear = unmasking.firstInClear(plain, masked);
            if (inClear != null) {
                throw new IllegalStateException(DATASET + "." + view(table) + ": column " + inClear + " is not masked");
            }
            Optional<String> difference = unmasking.expected(plain).firstDifference(unmasking.opened(masked));
            if (difference.isPresent()) {
                throw new IllegalStateException(DATASET + "." + view(table) + ": " + difference.get());
            }
        }
        progress.say(
                "compare",
                "every row and column in BigQuery is as in the database, masked ones brought back with the key");
    }

    private void show(Shop shop) throws SQLException {
        for (String table : shop.changes().keySet()) {
            Rows rows = landed.rows(view(table), shop.rows(table).columns().get(0));
            progress.show(String.format(
                    "%n%s.%s: %,d rows now, after %,d changes in %s.%s",
                    DATASET, view(table), rows.rows().size(), landed.count(table), DATASET, table));
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
        Rows masked = landed.rows(view(MASKED), "id");
        progress.show("\n" + MASKED + " in the database");
        progress.show(Unmasking.shown(shop.rows(MASKED)).drawn(3).stripTrailing());
        progress.show("\nmasked on the way, as BigQuery holds them");
        progress.show(Unmasking.shown(masked).drawn(3).stripTrailing());
        progress.show("\ntokens brought back by DlpReidentify, with the key");
        progress.show(Unmasking.shown(unmasking.opened(masked)).drawn(3).stripTrailing());
    }

    private static String view(String table) {
        return table + "_current";
    }
}
