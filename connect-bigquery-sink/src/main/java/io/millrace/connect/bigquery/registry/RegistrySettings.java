// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.registry;

import java.net.URI;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Where schemas are registered, and how records with them are converted.
 *
 * @param url where the registry's API begins, without credentials
 * @param userInfo {@code user:password} for basic authentication
 * @param token for bearer authentication
 * @param keys what the connector says of its key converter
 * @param values what it says of its value converter
 */
public record RegistrySettings(
        URI url,
        @Nullable Password userInfo,
        @Nullable Password token,
        ConverterSettings keys,
        ConverterSettings values) {}
