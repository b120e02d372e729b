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
            endpoint("bigquery.endpoint", "BigQuery API").shownAs("BigQuery endpoint");
    static final Option<Endpoint> BIGQUERY_STORAGE =
            endpoint("bigquery.storage.endpoint", "BigQuery Storage Write API").shownAs("BigQuery storage endpoint");

    static final OptionGroup GROUP = new OptionGroup("Credentials", all());

    private CredentialOptions() {}

    static Connection read(OptionValues values) {
        return new Connection(
                GOOGLE.read(values),
                BIGQUERY.find(values).orElse(null),
                BIGQUERY_STORAGE.find(values).orElse(null));
    }

    private static Option<Endpoint> endpoint(String name, String api) {
        return Option.string(
                        name,
                        null,
                        "Address of the " + api + ", for a private or regional endpoint or an emulator. http:// means"
                                + " plaintext and is for loopback addresses unless endpoint.plaintext.allowed is set.")
                .as("https://host:port or http://host:port", Endpoint::parse);
    }

    private static List<Option<?>> all() {
        List<Option<?>> all = new ArrayList<>(GOOGLE.all());
        all.add(BIGQUERY);
        all.add(BIGQUERY_STORAGE);
        return all;
    }
}
