// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.plan;

import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.storage.model.Bucket;
import io.millrace.connect.bigquery.config.Blamed;
import io.millrace.connect.bigquery.config.SinkConfig;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.load.LoadSettings;
import io.millrace.connect.bigquery.write.load.Locations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Whether load jobs can be had: the bucket, its place, and the rights that they take. */
final class BucketCheck {
    private static final List<String> RIGHTS =
            List.of("storage.objects.create", "storage.objects.delete", "storage.objects.get");

    private final Admin admin;
    private final SinkConfig config;

    BucketCheck(Admin admin, SinkConfig config) {
        this.admin = admin;
        this.config = config;
    }

    /** What there is to ask; nothing where no table's rows are loaded. */
    List<Callable<List<PlanFinding>>> questions(Collection<Destination> tables) {
        Optional<LoadSettings> load = config.writing().plans().stream()
                .flatMap(plan -> plan.loadJobs().stream())
                .findFirst();
        if (load.isEmpty()) {
            return List.of();
        }
        LoadSettings.Place place = load.get().place();
        List<Callable<List<PlanFinding>>> questions = new ArrayList<>();
        questions.add(() -> rights(place));
        String project = config.routing().project();
        questions.add(() -> new CreationCheck(admin).job(project));
        List<Destination> loaded = tables.stream()
                .filter(table -> config.writing().of(table).loadJobs().isPresent())
                .toList();
        questions.add(() -> bucket(place, loaded));
        return questions;
    }

    /** Who may not look at the bucket may use it all the same. */
    private List<PlanFinding> bucket(LoadSettings.Place place, List<Destination> loaded) throws IOException {
        Answer<Bucket> answer = admin.bucket(place.bucket());
        if (answer instanceof Answer.Missing && !place.create()) {
            return List.of(PlanFinding.of(
                    Blamed.GCS_BUCKET,
                    "bucket " + place.bucket() + " does not exist; create it, or set gcs.bucket.create=true"));
        }
        String location = answer.fold(found -> String.valueOf(found.getLocation()), () -> "", () -> "", "");
        List<PlanFinding> findings = new ArrayList<>();
        for (Destination table : DatasetCheck.oneOfEachDataset(loaded)) {
            String dataset = admin.dataset(table).fold(BucketCheck::location, () -> "", () -> "", "");
            if (!location.isEmpty() && !dataset.isEmpty() && !Locations.reaches(dataset, location)) {
                findings.add(PlanFinding.of(
                        Blamed.GCS_BUCKET,
                        "bucket " + place.bucket() + " is in " + location + ", and dataset " + table.project() + "."
                                + table.dataset() + " in " + dataset
                                + ": BigQuery does not load from there; use a bucket in the dataset's location"));
            }
        }
        return findings;
    }

    private static String location(Dataset found) {
        return found.getLocation() == null ? "" : found.getLocation();
    }

    private List<PlanFinding> rights(LoadSettings.Place place) throws IOException {
        return admin.bucketPermissions(place.bucket(), RIGHTS)
                .fold(granted -> lacking(place, granted), List::of, () -> lacking(place, List.of()), List.of());
    }

    private static List<PlanFinding> lacking(LoadSettings.Place place, List<String> granted) {
        List<String> lacking =
                RIGHTS.stream().filter(right -> !granted.contains(right)).toList();
        return lacking.isEmpty()
                ? List.of()
                : List.of(PlanFinding.of(
                        Blamed.CREDENTIALS,
                        "the credentials lack " + String.join(", ", lacking) + " on bucket " + place.bucket()
                                + "; grant roles/storage.objectUser on it"));
    }
}
