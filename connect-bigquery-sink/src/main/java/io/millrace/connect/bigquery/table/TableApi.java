// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.DatasetReference;
import com.google.api.services.bigquery.model.Table;
import io.millrace.connect.bigquery.model.Destination;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The few calls of BigQuery's admin API that the sink makes, with absence and conflict as answers, not as errors. */
final class TableApi {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

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

    /**
     * Creates a dataset, unless another was faster. Grants are added to BigQuery's own, which include the creator:
     * a list given at creation would replace them and could lock everybody out.
     */
    void createDataset(Destination table, DatasetSettings settings) throws IOException {
        DatasetReference reference =
                new DatasetReference().setProjectId(table.project()).setDatasetId(table.dataset());
        Dataset created;
        try {
            created = bigquery.datasets()
                    .insert(
                            table.project(),
                            new Dataset().setDatasetReference(reference).setLocation(settings.location()))
                    .execute();
        } catch (GoogleJsonResponseException refused) {
            ensure(CONFLICT, refused);
            return;
        }
        if (!settings.access().isEmpty()) {
            List<Dataset.Access> access =
                    new ArrayList<>(created.getAccess() == null ? List.of() : created.getAccess());
            settings.access().forEach(grant -> access.add(entry(grant)));
            bigquery.datasets()
                    .patch(table.project(), table.dataset(), new Dataset().setAccess(access))
                    .execute();
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

    private static void ensure(int expected, GoogleJsonResponseException refused) throws GoogleJsonResponseException {
        if (refused.getStatusCode() != expected) {
            throw refused;
        }
    }
}
