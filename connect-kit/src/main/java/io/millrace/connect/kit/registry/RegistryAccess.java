// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.registry;

import java.net.URI;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Where schemas are registered, and who asks.
 *
 * @param url where the registry's API begins, without credentials
 * @param userInfo {@code user:password} for basic authentication, or null
 * @param token for bearer authentication, or null
 */
public record RegistryAccess(
        URI url, @Nullable Password userInfo, @Nullable Password token) {}
