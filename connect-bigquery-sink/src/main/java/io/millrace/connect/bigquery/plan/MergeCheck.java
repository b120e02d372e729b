// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.plan;

import com.google.api.services.bigquery.model.Dataset;
import io.millrace.connect.bigquery.config.Blamed;
import io.millrace.connect.bigquery.config.SinkConfig;
import io.millrace.connect.bigquery.model.Destination;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** Whether changes can be merged: the datasets of staging tables, and the rights that merges take beside those on their table. */
final class MergeCheck {
    /** Of no table that is made. */
    private static final String STAGING = "millrace_merge";

    private final Admin admin;
    private final SinkConfig config;

    MergeCheck(Admin admin, SinkConfig config) {
        this.admin = admin;
        this.config = config;
    }

    /** What there is to ask; nothing where no table is merged into. */
    List<Callable<List<PlanFinding>>> questions(Collection<Destination> tables) {
        Set<Destination> staging = new LinkedHashSet<>();
        Set<String> apart = new LinkedHashSet<>();
        for (Destination table : tables) {
            config.writing().of(table).merging().ifPresent(merges -> {
                String dataset = merges.staging().dataset();
                staging.add(new Destination(table.project(), dataset == null ? table.dataset() : dataset, STAGING));
                if (dataset != null) {
                    apart.add(dataset);
                }
            });
        }
        CreationCheck creation = new CreationCheck(admin);
        List<Callable<List<PlanFinding>>> questions = new ArrayList<>();
        staging.stream()
                .map(Destination::project)
                .distinct()
                .forEach(project -> questions.add(() -> creation.job(project)));
        for (Destination one : staging) {
            questions.add(() -> apart.contains(one.dataset()) ? apart(one, creation) : creation.table(one));
        }
        return questions;
    }

    /** Nobody makes that dataset. */
    private List<PlanFinding> apart(Destination staging, CreationCheck creation) throws IOException {
        Answer<Dataset> dataset = admin.dataset(staging);
        return dataset instanceof Answer.Missing
                ? List.of(PlanFinding.of(
                        Blamed.MERGE_DATASET,
                        "dataset " + staging.project() + "." + staging.dataset()
                                + " for staging tables does not exist; create it, or write another"))
                : creation.table(staging);
    }
}
