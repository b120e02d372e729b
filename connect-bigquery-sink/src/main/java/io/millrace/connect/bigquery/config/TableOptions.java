// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.table.DatasetSettings;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import java.util.ArrayList;
import java.util.List;

/** What is created, and how: datasets and tables. */
final class TableOptions {
    static final Option<String> DATASET_LOCATION = Option.string(
            "dataset.location",
            null,
            "Location of datasets that are created, such as EU or europe-west6; BigQuery's default if unset. A dataset that"
                    + " exists elsewhere is reported at validation.");
    static final Option<List<DatasetSettings.Access>> DATASET_ACCESS = Option.list(
                    "dataset.access",
                    "Who gets which role on datasets that are created, as ROLE:member, the member as in IAM policies:"
                            + " READER:group:analysts@example.org.")
            .as(
                    "ROLE:user:…, group:…, domain:…, serviceAccount:… or specialGroup:…",
                    grants -> grants.stream().map(TableOptions::access).toList());
    static final Option<Boolean> DATASET_CREATE = Option.flag(
                    "dataset.create",
                    false,
                    "Whether a missing dataset is created. Otherwise it is an error that names it.")
            .dependents(DATASET_LOCATION, DATASET_ACCESS);

    static final OptionGroup GROUP = new OptionGroup("Tables", all());

    private TableOptions() {}

    static DatasetSettings readDataset(OptionValues values) {
        return new DatasetSettings(
                DATASET_CREATE.of(values), DATASET_LOCATION.find(values).orElse(null), DATASET_ACCESS.of(values));
    }

    private static DatasetSettings.Access access(String grant) {
        int colon = grant.indexOf(':');
        String role = grant.substring(0, Math.max(colon, 0)).trim();
        String member = grant.substring(colon + 1).trim();
        if (!role.matches("READER|WRITER|OWNER|(projects/.+/|organizations/.+/)?roles/[\\w.]+")
                || !member.matches("(user|group|domain|serviceAccount|specialGroup):.+")) {
            throw new IllegalArgumentException("'" + grant
                    + "' is not accepted; accepted: READER, WRITER, OWNER or roles/…, then a colon and user:…, group:…,"
                    + " domain:…, serviceAccount:… or specialGroup:…");
        }
        return new DatasetSettings.Access(role, member);
    }

    private static List<Option<?>> all() {
        List<Option<?>> all = new ArrayList<>(List.of(DATASET_CREATE, DATASET_LOCATION, DATASET_ACCESS));
        all.addAll(LayoutOptions.ALL);
        return all;
    }
}
