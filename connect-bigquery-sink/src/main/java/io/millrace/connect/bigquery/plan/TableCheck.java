// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.plan;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TimePartitioning;
import io.millrace.connect.bigquery.config.Blamed;
import io.millrace.connect.bigquery.config.SinkConfig;
import io.millrace.connect.bigquery.config.WritingSettings;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.table.TableSettings;
import io.millrace.connect.bigquery.table.design.CurrentStateView;
import io.millrace.connect.bigquery.table.design.Intervals;
import io.millrace.connect.bigquery.table.design.Partitioning;
import io.millrace.connect.bigquery.table.design.TableLayout;
import io.millrace.connect.bigquery.write.merge.MergeSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a table that exists can be written to, and is laid out as configured. A layout cannot be changed later. */
final class TableCheck {
    private static final Set<String> PARTITIONING = Set.of("DATE", "DATETIME", "TIMESTAMP");
    private static final String WRITE = "bigquery.tables.updateData";
    private static final String READ = "bigquery.tables.get";
    private static final String QUERY = "bigquery.tables.getData";
    private static final String CHANGE = "bigquery.tables.update";
    private static final String DROP = "bigquery.tables.delete";

    private final Admin admin;
    private final TableSettings settings;
    private final SchemaSettings schema;
    private final WritingSettings writing;
    private final KeyCheck keys;
    private final boolean alone;

    /** @param alone whether the connector is known to have one table only, so that every layout is meant for it */
    TableCheck(Admin admin, SinkConfig config, boolean alone) {
        this.admin = admin;
        this.settings = config.tables();
        this.schema = config.records().schema();
        this.writing = config.writing();
        this.keys = new KeyCheck(config);
        this.alone = alone;
    }

    /**
     * What came of looking at a table.
     *
     * @param creates whether the connector will make it, or may have to make a view over it
     */
    record Verdict(Destination table, List<PlanFinding> findings, boolean creates) {}

    /** Of a table that is missing nothing more is asked: BigQuery answers that nobody may do anything with it. */
    Verdict check(Destination table) throws IOException {
        TableLayout layout = settings.layoutOf(table.table());
        Answer<Table> answer = admin.table(table);
        boolean missing = answer instanceof Answer.Missing;
        List<PlanFinding> findings = answer.fold(
                found -> layout(table, found),
                () -> layout.create() ? List.of() : List.of(missing(table)),
                () -> List.of(lacks(READ, table)),
                List.of());
        if (findings.isEmpty() && answer instanceof Answer.Found) {
            findings = permissions(table, layout);
        }
        return new Verdict(
                table, findings, findings.isEmpty() && (missing || layout.view().create()));
    }

    private static PlanFinding missing(Destination table) {
        return new PlanFinding(
                Blamed.TABLE_CREATE,
                table.table(),
                "table " + table + " does not exist; create it, or set table.create=true");
    }

    private List<PlanFinding> permissions(Destination table, TableLayout layout) throws IOException {
        List<String> wanted = new ArrayList<>(List.of(WRITE));
        if (!schema.evolution().isEmpty()) {
            wanted.add(CHANGE);
        }
        boolean merged = writing.of(table).merging().isPresent();
        if (layout.view().create() || merged) {
            wanted.add(QUERY);
        }
        if (merged && isStagedBeside(table)) {
            wanted.add(DROP); // as on the staging tables, of which there are none yet
        }
        return admin.permissions(table, wanted)
                .fold(granted -> permissions(table, merged, wanted, granted), List::of, List::of, List.of());
    }

    private boolean isStagedBeside(Destination table) {
        return writing.of(table)
                .merging()
                .map(MergeSettings::staging)
                .filter(staging ->
                        staging.dataset() == null || staging.dataset().equals(table.dataset()))
                .isPresent();
    }

    private static List<PlanFinding> permissions(
            Destination table, boolean merged, List<String> wanted, List<String> granted) {
        List<PlanFinding> findings = new ArrayList<>();
        if (!granted.contains(WRITE)) {
            findings.add(lacks(WRITE, table));
        } else if (wanted.contains(CHANGE) && !granted.contains(CHANGE)) {
            findings.add(PlanFinding.of(
                    Blamed.SCHEMA_EVOLUTION,
                    "the credentials lack " + CHANGE + " on table " + table
                            + "; grant roles/bigquery.dataEditor, or set schema.evolution=none"));
        } else if (wanted.contains(DROP) && !granted.contains(DROP)) {
            findings.add(lacks(DROP, table));
        } else if (merged && !granted.contains(QUERY)) {
            findings.add(lacks(QUERY, table));
        } else if (wanted.contains(QUERY) && !granted.contains(QUERY)) {
            findings.add(new PlanFinding(
                    Blamed.VIEW_CREATE,
                    table.table(),
                    "the credentials lack " + QUERY + " on table " + table
                            + ", which a view over it needs; grant roles/bigquery.dataEditor on it, or set"
                            + " view.create=false"));
        }
        return findings;
    }

    private static PlanFinding lacks(String permission, Destination table) {
        return PlanFinding.of(
                Blamed.CREDENTIALS,
                "the credentials lack " + permission + " on table " + table
                        + "; grant roles/bigquery.dataEditor on it");
    }

    private List<PlanFinding> layout(Destination table, Table found) {
        TableLayout wanted = settings.layoutOf(table.table());
        if (found.getType() != null && !found.getType().equals("TABLE")) {
            return List.of(PlanFinding.of(
                    Blamed.TABLE, table + " is a " + found.getType() + ", which rows cannot be written to"));
        }
        List<PlanFinding> findings = new ArrayList<>();
        partitioning(table, wanted.partitioning(), found).ifPresent(findings::add);
        clustering(table, wanted.clustering(), found).ifPresent(findings::add);
        staleness(table, wanted, found).ifPresent(findings::add);
        view(table, wanted.view(), found).ifPresent(findings::add);
        findings.addAll(keys.check(table, found));
        return findings;
    }

    private Optional<PlanFinding> partitioning(Destination table, Partitioning wanted, Table found) {
        if (wanted.unit() == Partitioning.Unit.NONE) {
            return Optional.empty();
        }
        String field = wanted.field();
        if (field != null) {
            Optional<PlanFinding> unfit = field(table, field, found);
            if (unfit.isPresent()) {
                boolean meant =
                        alone || !field.equals(settings.layout().partitioning().field());
                return meant ? unfit : Optional.empty(); // tables of a common layout may do without
            }
        }
        TimePartitioning actual = found.getTimePartitioning();
        String asWanted = wanted.unit() + " of " + (field == null ? "arrival" : field);
        String asFound = actual == null
                ? found.getRangePartitioning() == null ? "not at all" : "by ranges of a number"
                : "by " + actual.getType() + " of " + (actual.getField() == null ? "arrival" : actual.getField());
        if (asFound.equalsIgnoreCase("by " + asWanted)) {
            return Optional.empty();
        }
        boolean sameField = actual != null
                && asFound.substring(asFound.indexOf(" of "))
                        .equalsIgnoreCase(asWanted.substring(asWanted.indexOf(" of ")));
        return Optional.of(new PlanFinding(
                field == null || sameField ? Blamed.PARTITION_TYPE : Blamed.PARTITION_FIELD,
                table.table(),
                "table " + table + " is partitioned " + asFound + ", not by " + asWanted
                        + "; write what it is, or recreate the table"));
    }

    /** A column that BigQuery can partition by. */
    private static Optional<PlanFinding> field(Destination table, String field, Table found) {
        String problem = column(found, field)
                .map(one -> PARTITIONING.contains(one.getType())
                        ? ""
                        : "column " + one.getName() + " of table " + table + " is " + one.getType()
                                + "; BigQuery partitions by DATE, DATETIME or TIMESTAMP")
                .orElse("table " + table + " has no column " + field);
        return problem.isEmpty()
                ? Optional.empty()
                : Optional.of(new PlanFinding(Blamed.PARTITION_FIELD, table.table(), problem));
    }

    private static Optional<TableFieldSchema> column(Table found, String field) {
        List<TableFieldSchema> columns =
                found.getSchema() == null || found.getSchema().getFields() == null
                        ? List.of()
                        : found.getSchema().getFields();
        return columns.stream()
                .filter(one -> one.getName().equalsIgnoreCase(field))
                .findFirst();
    }

    private static Optional<PlanFinding> view(Destination table, TableLayout.View wanted, Table found) {
        return wanted.create() && CurrentStateView.isRefusedOver(found)
                ? Optional.of(new PlanFinding(
                        Blamed.VIEW_CREATE,
                        table.table(),
                        "table " + table + " requires a partition filter of its queries, and the view of its current"
                                + " state reads every partition; set table." + table.table()
                                + ".view.create=false, or change the table"))
                : Optional.empty();
    }

    /** What is set where a table is made decides the price of every query of it, so another value is not passed over. */
    private static Optional<PlanFinding> staleness(Destination table, TableLayout layout, Table found) {
        Duration wanted = layout.options().maxStaleness();
        if (wanted == null || !layout.keyed() || Intervals.isOf(found.getMaxStaleness(), wanted)) {
            return Optional.empty();
        }
        String actual = found.getMaxStaleness() == null ? "none" : found.getMaxStaleness();
        return Optional.of(new PlanFinding(
                Blamed.MAX_STALENESS,
                table.table(),
                "the max_staleness of table " + table + " is " + actual + ", not " + wanted
                        + "; write what it is, or change it with ALTER TABLE `" + table
                        + "` SET OPTIONS (max_staleness = INTERVAL '" + Intervals.written(wanted)
                        + "' YEAR TO SECOND)"));
    }

    private Optional<PlanFinding> clustering(Destination table, List<String> given, Table found) {
        boolean meant = alone || !given.equals(settings.layout().clustering());
        List<String> actual = found.getClustering() == null
                ? List.of()
                : found.getClustering().getFields();
        List<String> wanted = given.stream()
                .filter(field -> meant || column(found, field).isPresent())
                .toList();
        return wanted.isEmpty() || String.join(",", wanted).equalsIgnoreCase(String.join(",", actual))
                ? Optional.empty()
                : Optional.of(new PlanFinding(
                        Blamed.CLUSTERING,
                        table.table(),
                        "table " + table + " is clustered by "
                                + (actual.isEmpty() ? "nothing" : String.join(", ", actual))
                                + "; write what it is, or change the table"));
    }
}
