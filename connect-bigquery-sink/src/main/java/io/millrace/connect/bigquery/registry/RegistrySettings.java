// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.registry;

import io.millrace.connect.kit.registry.RegistryAccess;

/**
 * Where schemas are registered, and how records with them are converted.
 *
 * @param keys what the connector says of its key converter
 * @param values what it says of its value converter
 */
public record RegistrySettings(RegistryAccess access, ConverterSettings keys, ConverterSettings values) {}
