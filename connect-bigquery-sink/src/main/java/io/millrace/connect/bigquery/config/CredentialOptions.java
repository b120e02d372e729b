// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import io.millrace.connect.kit.google.Endpoint;
import io.millrace.connect.kit.google.GoogleOptions;
import java.util.ArrayList;
import java.util.List;

/** Who the connector is to Google, and the way there. */
final class CredentialOptions {
    static final GoogleOptions GOOGLE = new GoogleOptions("");
    static final Option<Endpoint> BIGQUERY =
            GOOGLE.endpoint("bigquery.endpoint", "BigQuery API").shownAs("BigQuery endpoint");
    static final Option<Endpoint> BIGQUERY_STORAGE = GOOGLE.endpoint(
                    "bigquery.storage.endpoint", "BigQuery Storage Write API")
            .shownAs("BigQuery storage endpoint");

    static final Option<Endpoint> STORAGE =
            GOOGLE.endpoint("gcs.endpoint", "Cloud Storage API").shownAs("Cloud Storage endpoint");

    /** With what is called by gRPC, all of Google's addresses that may be others: a token goes to none that is not checked. */
    static final List<Option<Endpoint>> OVER_HTTP = List.of(BIGQUERY, STORAGE);

    static final List<Option<Endpoint>> OVER_GRPC = List.of(BIGQUERY_STORAGE);

    static final OptionGroup GROUP = new OptionGroup("Credentials", all());

    private CredentialOptions() {}

    static Connection read(OptionValues values) {
        return new Connection(
                GOOGLE.read(values),
                BIGQUERY.find(values).orElse(null),
                BIGQUERY_STORAGE.find(values).orElse(null),
                STORAGE.find(values).orElse(null));
    }

    private static List<Option<?>> all() {
        List<Option<?>> all = new ArrayList<>(GOOGLE.all());
        all.addAll(List.of(BIGQUERY, BIGQUERY_STORAGE, STORAGE));
        return all;
    }
}
