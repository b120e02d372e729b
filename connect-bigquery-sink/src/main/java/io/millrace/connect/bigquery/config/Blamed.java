// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.kit.GoogleOptions;
import io.millrace.connect.kit.Option;

/** What a finding about the world outside can be the fault of. */
public enum Blamed {
    PROJECT(DestinationOptions.PROJECT),
    DATASET(DestinationOptions.DATASET),
    TABLE(DestinationOptions.TABLE),
    /** Whichever property says where the credentials are. */
    CREDENTIALS(CredentialOptions.GOOGLE.source),
    IMPERSONATION(CredentialOptions.GOOGLE.impersonate),
    DATASET_LOCATION(TableOptions.DATASET_LOCATION),
    TABLE_CREATE(TableOptions.TABLE_CREATE),
    SCHEMA_EVOLUTION(SchemaOptions.EVOLUTION),
    PARTITION_TYPE(LayoutOptions.PARTITION_TYPE),
    PARTITION_FIELD(LayoutOptions.PARTITION_FIELD),
    CLUSTERING(LayoutOptions.CLUSTERING);

    private final Option<?> option;

    Blamed(Option<?> option) {
        this.option = option;
    }

    /** The property that the credentials came from. */
    Option<?> option(GoogleOptions.Source source) {
        if (this != CREDENTIALS) {
            return option;
        }
        return switch (source) {
            case FILE -> CredentialOptions.GOOGLE.file;
            case JSON -> CredentialOptions.GOOGLE.json;
            case ADC, NONE -> option;
        };
    }

    boolean isLayout() {
        return LayoutOptions.ALL.contains(option);
    }
}
