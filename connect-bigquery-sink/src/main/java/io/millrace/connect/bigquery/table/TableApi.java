// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.util.Data;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.DatasetReference;
import com.google.api.services.bigquery.model.QueryRequest;
import com.google.api.services.bigquery.model.Table;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.kit.retry.Retryability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The few calls of BigQuery's admin API that the sink makes, with absence and conflict as answers, not as errors. */
final class TableApi {
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final long STATEMENT_MS = 10_000;

    private final Bigquery bigquery;

    TableApi(Bigquery bigquery) {
        this.bigquery = bigquery;
    }

    /** The table or view, null if it or its dataset does not exist. */
    @Nullable
    Table get(Destination table) throws IOException {
        try {
            return bigquery.tables()
                    .get(table.project(), table.dataset(), table.table())
                    .execute();
        } catch (GoogleJsonResponseException refused) {
            ensure(NOT_FOUND, refused);
            return null;
        }
    }

    /** Creates a table or view; null if another was faster. A missing dataset is an error with status 404. */
    @Nullable
    Table create(Destination table, Table design) throws IOException {
        try {
            return bigquery.tables()
                    .insert(table.project(), table.dataset(), design)
                    .execute();
        } catch (GoogleJsonResponseException refused) {
            ensure(CONFLICT, refused);
            return null;
        }
    }

    /** Changes a table that is still as it was read; null if it is not, or gone. */
    @Nullable
    Table patch(Destination table, Table change, @Nullable String etag) throws IOException {
        try {
            Bigquery.Tables.Patch patch =
                    bigquery.tables().patch(table.project(), table.dataset(), table.table(), change);
            if (etag != null) {
                patch.getRequestHeaders().setIfMatch(etag);
            }
            return patch.execute();
        } catch (GoogleJsonResponseException refused) {
            if (refused.getStatusCode() != NOT_FOUND) {
                ensure(PRECONDITION_FAILED, refused);
            }
            return null;
        }
    }

    /** Runs a statement about a table; false if that takes longer than a call may, and goes on. */
    boolean run(Destination table, @Nullable String location, String statement) throws IOException {
        QueryRequest request = new QueryRequest()
                .setQuery(statement)
                .setUseLegacySql(false)
                .setLocation(location)
                .setTimeoutMs(STATEMENT_MS);
        return Boolean.TRUE.equals(
                bigquery.jobs().query(table.project(), request).execute().getJobComplete());
    }

    /** The dataset of a table, null if it does not exist. */
    @Nullable
    Dataset dataset(Destination table) throws IOException {
        try {
            return bigquery.datasets().get(table.project(), table.dataset()).execute();
        } catch (GoogleJsonResponseException refused) {
            ensure(NOT_FOUND, refused);
            return null;
        }
    }

    /** Creates the dataset of a table; false if another was faster. */
    boolean createDataset(Destination table, @Nullable String location, Map<String, String> labels) throws IOException {
        Dataset design = new Dataset()
                .setDatasetReference(
                        new DatasetReference().setProjectId(table.project()).setDatasetId(table.dataset()))
                .setLocation(location);
        if (!labels.isEmpty()) {
            design.setLabels(labels);
        }
        try {
            bigquery.datasets().insert(table.project(), design).execute();
            return true;
        } catch (GoogleJsonResponseException refused) {
            ensure(CONFLICT, refused);
            return false;
        }
    }

    /**
     * Adds grants to those a dataset has, which include its creator's: a list given at its creation would replace them
     * and could lock everybody out. Takes a label away with the same call.
     *
     * @param live the dataset as it was read
     * @return false if it has changed since
     */
    boolean grant(Destination table, Dataset live, List<DatasetSettings.Access> grants, String label)
            throws IOException {
        List<Dataset.Access> access = new ArrayList<>(live.getAccess() == null ? List.of() : live.getAccess());
        grants.stream()
                .map(TableApi::entry)
                .filter(grant -> !access.contains(grant))
                .forEach(access::add);
        Dataset change = new Dataset().setAccess(access).setLabels(Map.of(label, Data.NULL_STRING));
        try {
            Bigquery.Datasets.Patch patch = bigquery.datasets().patch(table.project(), table.dataset(), change);
            if (live.getEtag() != null) {
                patch.getRequestHeaders().setIfMatch(live.getEtag());
            }
            patch.execute();
            return true;
        } catch (GoogleJsonResponseException refused) {
            ensure(PRECONDITION_FAILED, refused);
            return false;
        }
    }

    private static Dataset.Access entry(DatasetSettings.Access grant) {
        Dataset.Access entry = new Dataset.Access().setRole(grant.role());
        int colon = grant.member().indexOf(':');
        String kind = colon < 0 ? "" : grant.member().substring(0, colon);
        String name = grant.member().substring(colon + 1);
        return switch (kind) {
            case "user", "serviceAccount" -> entry.setUserByEmail(name);
            case "group" -> entry.setGroupByEmail(name);
            case "domain" -> entry.setDomain(name);
            case "specialGroup" -> entry.setSpecialGroup(name);
            default -> entry.setIamMember(grant.member());
        };
    }

    /** The reason code of an error, null if it has none. */
    static @Nullable String reasonOf(GoogleJsonResponseException refused) {
        GoogleJsonError details = refused.getDetails();
        if (details == null
                || details.getErrors() == null
                || details.getErrors().isEmpty()) {
            return null;
        }
        return details.getErrors().get(0).getReason();
    }

    /** Whether the same call may succeed later. */
    static boolean isPassing(GoogleJsonResponseException refused) {
        return Retryability.ofRest(refused.getStatusCode(), reasonOf(refused)) == Retryability.TRANSIENT;
    }

    /** Whether the token was not accepted: it may have expired on its way, or its account be gone. */
    static boolean isAboutCredentials(GoogleJsonResponseException refused) {
        return refused.getStatusCode() == UNAUTHORIZED;
    }

    private static void ensure(int expected, GoogleJsonResponseException refused) throws GoogleJsonResponseException {
        if (refused.getStatusCode() != expected) {
            throw refused;
        }
    }
}
