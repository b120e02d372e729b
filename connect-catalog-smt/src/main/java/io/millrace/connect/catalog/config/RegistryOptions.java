// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.config;

import io.millrace.connect.catalog.emit.RegistrySettings;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import java.net.URI;
import java.util.Set;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** Where schemas are registered. */
final class RegistryOptions {
    static final Option<URI> URL = Option.string(
                    "schema.registry.url",
                    null,
                    "A schema registry with Confluent's REST API; events then name subject and version of each topic's"
                            + " schema. Asked off the stream's thread, when a schema changes and with each heartbeat.")
            .as("http:// or https:// address", RegistryOptions::address);

    static final Option<Password> USER_INFO =
            Option.secret("schema.registry.basic.auth.user.info", "user:password for basic authentication.");

    static final Option<Password> TOKEN =
            Option.secret("schema.registry.bearer.auth.token", "A token for bearer authentication.");

    static final OptionGroup GROUP = OptionGroup.of("Schema registry", URL, USER_INFO, TOKEN);

    private RegistryOptions() {}

    static @Nullable RegistrySettings read(OptionValues values) {
        return URL.find(values)
                .map(url -> new RegistrySettings(
                        url,
                        USER_INFO.find(values).orElse(null),
                        TOKEN.find(values).orElse(null)))
                .orElse(null);
    }

    private static URI address(String text) {
        URI uri = URI.create(text.trim());
        if (uri.getScheme() == null || !Set.of("http", "https").contains(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("'" + text + "' is not accepted; accepted: http://host:port");
        }
        return uri;
    }
}
