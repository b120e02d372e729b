// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.schema.SchemaSettings;

/** How records are understood and what their tables look like. */
public record RecordSettings(ChangeSettings change, SchemaSettings schema) {}
