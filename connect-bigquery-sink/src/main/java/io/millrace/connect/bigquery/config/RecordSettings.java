// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.registry.RegistrySettings;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import org.jspecify.annotations.Nullable;

/**
 * How records are understood and what their tables look like.
 *
 * @param registry where that is known before the first record, null if nowhere
 */
public record RecordSettings(
        ChangeSettings change,
        SchemaSettings schema,
        @Nullable RegistrySettings registry) {}
