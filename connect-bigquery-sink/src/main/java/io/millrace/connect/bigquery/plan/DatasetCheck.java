// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.plan;

import com.google.api.services.bigquery.model.Dataset;
import io.millrace.connect.bigquery.config.Blamed;
import io.millrace.connect.bigquery.config.SinkConfig;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.table.DatasetSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether datasets are there, or may be made, where they should be. */
final class DatasetCheck {
    private final Admin admin;
    private final String project;
    private final DatasetSettings settings;

    DatasetCheck(Admin admin, SinkConfig config) {
        this.admin = admin;
        this.project = config.routing().project();
        this.settings = config.tables().dataset();
    }

    /** One table of every dataset. */
    static Set<Destination> oneOfEachDataset(Collection<Destination> tables) {
        Set<String> seen = new HashSet<>();
        Set<Destination> oneOfEach = new LinkedHashSet<>(tables);
        oneOfEach.removeIf(table -> !seen.add(table.dataset()));
        return oneOfEach;
    }

    /** Whether the project exists. */
    List<PlanFinding> checkProject() throws IOException {
        return admin.project(project)
                .fold(
                        there -> List.of(),
                        () -> List.of(PlanFinding.of(
                                Blamed.PROJECT, "project " + project + " does not exist, or has no BigQuery")),
                        List::of,
                        List.of());
    }

    /** The dataset of this table. */
    List<PlanFinding> check(Destination table) throws IOException {
        String name = table.project() + "." + table.dataset();
        List<PlanFinding> absent = new ArrayList<>();
        Answer<Dataset> dataset = admin.dataset(table);
        if (dataset instanceof Answer.Missing) {
            absent.addAll(checkProject());
            if (absent.isEmpty()) {
                absent.addAll(missing(name, table));
            }
        }
        return dataset.fold(
                found -> location(name, found),
                () -> absent,
                () -> List.of(PlanFinding.of(
                        Blamed.CREDENTIALS,
                        "the credentials lack bigquery.datasets.get on dataset " + name
                                + "; grant roles/bigquery.dataEditor on it, or check project and dataset")),
                List.of());
    }

    private List<PlanFinding> missing(String name, Destination table) throws IOException {
        return settings.create()
                ? new CreationCheck(admin).dataset(table)
                : List.of(PlanFinding.of(
                        Blamed.DATASET, "dataset " + name + " does not exist; create it, or set dataset.create=true"));
    }

    private List<PlanFinding> location(String name, Dataset found) {
        String wanted = settings.location();
        return wanted == null || wanted.equalsIgnoreCase(found.getLocation())
                ? List.of()
                : List.of(PlanFinding.of(
                        Blamed.DATASET_LOCATION,
                        "dataset " + name + " is in " + found.getLocation() + ", not in " + wanted
                                + "; a dataset cannot be moved"));
    }
}
