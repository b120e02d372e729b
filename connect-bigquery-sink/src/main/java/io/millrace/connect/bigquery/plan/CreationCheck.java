// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.plan;

import io.millrace.connect.bigquery.config.Blamed;
import io.millrace.connect.bigquery.model.Destination;
import java.io.IOException;
import java.util.List;

/**
 * Whether what is missing may be created, asked by statements that are never run. Who may run no statement cannot ask so:
 * then nothing is found, for the sink itself creates tables without any.
 */
final class CreationCheck {
    private final Admin admin;

    CreationCheck(Admin admin) {
        this.admin = admin;
    }

    /** Whether tables may be created in this table's dataset. */
    List<PlanFinding> table(Destination table) throws IOException {
        String dataset = table.project() + "." + table.dataset();
        return check(
                table.project(),
                "CREATE TABLE `" + dataset + "." + table.table() + "` (id INT64)",
                "the credentials lack bigquery.tables.create on dataset " + dataset
                        + "; grant roles/bigquery.dataEditor on it, or create its tables and views yourself");
    }

    /**
     * Whether jobs may be begun in a project: a query that is not run takes the same right, and nothing tells of the right
     * itself.
     */
    List<PlanFinding> job(String project) throws IOException {
        return admin.mayRun(project, "SELECT 1")
                .fold(
                        may -> List.<PlanFinding>of(),
                        List::of,
                        () -> List.of(PlanFinding.of(
                                Blamed.CREDENTIALS,
                                "the credentials lack bigquery.jobs.create on project " + project
                                        + "; grant roles/bigquery.jobUser on it")),
                        List.of());
    }

    /** Whether this table's dataset may be created. */
    List<PlanFinding> dataset(Destination table) throws IOException {
        String dataset = table.project() + "." + table.dataset();
        return check(
                table.project(),
                "CREATE SCHEMA `" + dataset + "`",
                "the credentials lack bigquery.datasets.create on project " + table.project()
                        + "; grant roles/bigquery.user on it, or create dataset " + dataset + " yourself");
    }

    private List<PlanFinding> check(String project, String statement, String lack) throws IOException {
        List<PlanFinding> denied = List.of(PlanFinding.of(Blamed.CREDENTIALS, lack));
        boolean lacks = admin.mayRun(project, statement).fold(may -> false, () -> false, () -> true, false);
        return lacks && mayRunAny(project) ? denied : List.of();
    }

    private boolean mayRunAny(String project) throws IOException {
        return admin.mayRun(project, "SELECT 1").fold(may -> true, () -> false, () -> false, false);
    }
}
