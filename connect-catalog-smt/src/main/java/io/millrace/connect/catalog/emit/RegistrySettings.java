// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import java.net.URI;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Where schemas are registered.
 *
 * @param url of a registry with Confluent's REST API
 * @param userInfo {@code user:password} for basic authentication, or null
 * @param token for bearer authentication, or null
 */
public record RegistrySettings(
        URI url, @Nullable Password userInfo, @Nullable Password token) {}
