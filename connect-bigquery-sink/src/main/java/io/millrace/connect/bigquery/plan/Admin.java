// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.plan;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.googleapis.services.AbstractGoogleClientRequest;
import com.google.api.client.http.HttpResponseException;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.JobConfiguration;
import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TestIamPermissionsRequest;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.Bucket;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.kit.retry.Retryability;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The questions that a plan asks BigQuery's admin API. Each is asked once: an answer that needs patience is unknown. */
final class Admin {
    private static final Logger LOG = LoggerFactory.getLogger(Admin.class);

    private final Bigquery bigquery;
    private final Storage storage;

    Admin(Google google) {
        this.bigquery = google.bigquery();
        this.storage = google.storage();
    }

    /** Whether the project has a BigQuery that may be looked into. */
    Answer<Boolean> project(String project) throws IOException {
        return ask(bigquery.datasets().list(project).setMaxResults(1L)).then(datasets -> true);
    }

    Answer<Dataset> dataset(Destination table) throws IOException {
        return ask(bigquery.datasets().get(table.project(), table.dataset()));
    }

    Answer<Table> table(Destination table) throws IOException {
        return ask(bigquery.tables().get(table.project(), table.dataset(), table.table()));
    }

    /** Which of these permissions the credentials have on the table. */
    Answer<List<String>> permissions(Destination table, List<String> wanted) throws IOException {
        String resource = "projects/" + table.project() + "/datasets/" + table.dataset() + "/tables/" + table.table();
        TestIamPermissionsRequest request = new TestIamPermissionsRequest().setPermissions(wanted);
        return ask(bigquery.tables().testIamPermissions(resource, request))
                .then(granted -> granted.getPermissions() == null ? List.of() : granted.getPermissions());
    }

    /**
     * Whether the credentials may run this statement, which is not run: denied also where they may run no statement at
     * all. There is no other way to ask for what creating needs: only of tables BigQuery tells permissions.
     */
    Answer<Boolean> mayRun(String project, String statement) throws IOException {
        Job job = new Job()
                .setConfiguration(new JobConfiguration()
                        .setDryRun(true)
                        .setQuery(
                                new JobConfigurationQuery().setQuery(statement).setUseLegacySql(false)));
        return ask(bigquery.jobs().insert(project, job)).then(valid -> true);
    }

    Answer<Bucket> bucket(String name) throws IOException {
        return ask(storage.buckets().get(name));
    }

    /** Which of these permissions the credentials have on the bucket. */
    Answer<List<String>> bucketPermissions(String name, List<String> wanted) throws IOException {
        return ask(storage.buckets().testIamPermissions(name, wanted))
                .then(granted -> granted.getPermissions() == null ? List.of() : granted.getPermissions());
    }

    private static @Nullable String reasonOf(GoogleJsonError details) {
        return details.getErrors() == null || details.getErrors().isEmpty()
                ? null
                : details.getErrors().get(0).getReason();
    }

    private static <T> Answer<T> ask(AbstractGoogleClientRequest<T> request) {
        try {
            return new Answer.Found<>(request.execute());
        } catch (GoogleJsonResponseException refused) {
            if (refused.getDetails() == null) {
                return unknown(request, refused); // a proxy's or gateway's word, not Google's
            }
            if (Retryability.ofRest(refused.getStatusCode(), reasonOf(refused.getDetails()))
                    == Retryability.TRANSIENT) {
                return unknown(request, refused); // a quota is a 403 as well
            }
            return switch (refused.getStatusCode()) {
                case 400, 404 -> new Answer.Missing<>();
                case 401, 403 -> new Answer.Denied<>();
                default -> unknown(request, refused);
            };
        } catch (IOException | RuntimeException | StackOverflowError away) {
            return unknown(request, away); // or somebody else answered, what no parser takes
        }
    }

    private static <T> Answer<T> unknown(AbstractGoogleClientRequest<T> request, Throwable away) {
        LOG.info(
                "request={} cause={} BigQuery did not answer, validation goes on without",
                request.getUriTemplate(),
                cause(away));
        return new Answer.Unknown<>();
    }

    /** Without what was answered: nobody knows what a server, or a proxy, repeats in it. */
    private static String cause(Throwable away) {
        return away instanceof HttpResponseException answer
                ? "HTTP " + answer.getStatusCode()
                : away.getClass().getName();
    }
}
