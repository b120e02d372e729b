// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionValues;
import io.millrace.connect.kit.google.GoogleOptions;
import java.util.stream.Stream;

/** What a finding about the world outside can be the fault of. */
public enum Blamed {
    PROJECT,
    DATASET,
    TABLE,
    /** Whichever property says where the credentials are. */
    CREDENTIALS,
    IMPERSONATION,
    DATASET_LOCATION,
    TABLE_CREATE,
    SCHEMA_EVOLUTION,
    PARTITION_TYPE,
    PARTITION_FIELD,
    CLUSTERING,
    MAX_STALENESS,
    VIEW_CREATE,
    PRIMARY_KEY,
    STRATEGY,
    MERGE_DATASET,
    GCS_BUCKET,
    /** Whichever property says who the connector is to the schema registry. */
    SCHEMA_REGISTRY,
    /** What went wrong is ours. */
    VALIDATION;

    Option<?> option(OptionValues values) {
        return switch (this) {
            case PROJECT -> DestinationOptions.PROJECT;
            case DATASET -> DestinationOptions.DATASET;
            case TABLE -> DestinationOptions.TABLE;
            case CREDENTIALS -> credentials(CredentialOptions.GOOGLE.source.of(values));
            case IMPERSONATION -> CredentialOptions.GOOGLE.impersonate;
            case DATASET_LOCATION -> TableOptions.DATASET_LOCATION;
            case TABLE_CREATE -> LayoutOptions.CREATE;
            case SCHEMA_EVOLUTION -> SchemaOptions.EVOLUTION;
            case PARTITION_TYPE -> LayoutOptions.PARTITION_TYPE;
            case PARTITION_FIELD -> LayoutOptions.PARTITION_FIELD;
            case CLUSTERING -> LayoutOptions.CLUSTERING;
            case MAX_STALENESS -> LayoutOptions.MAX_STALENESS;
            case VIEW_CREATE -> LayoutOptions.VIEW_CREATE;
            case PRIMARY_KEY -> WritingOptions.PRIMARY_KEY;
            case STRATEGY -> WritingOptions.STRATEGY;
            case MERGE_DATASET -> MergeOptions.DATASET_NAME;
            case GCS_BUCKET -> LoadOptions.BUCKET_NAME;
            case SCHEMA_REGISTRY -> registry(values);
            case VALIDATION -> SinkOptions.VALIDATE_REMOTE;
        };
    }

    private static Option<?> registry(OptionValues values) {
        return Stream.of(SchemaRegistryOptions.REGISTRY.userInfo, SchemaRegistryOptions.REGISTRY.token)
                .filter(secret -> secret.find(values).isPresent())
                .findFirst()
                .<Option<?>>map(secret -> secret)
                .orElse(SchemaRegistryOptions.REGISTRY.url);
    }

    private static Option<?> credentials(GoogleOptions.Source source) {
        return switch (source) {
            case FILE -> CredentialOptions.GOOGLE.file;
            case JSON -> CredentialOptions.GOOGLE.json;
            case ADC, NONE -> CredentialOptions.GOOGLE.source;
        };
    }
}
