// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.registry.ConverterSettings;
import io.millrace.connect.bigquery.registry.RegistrySettings;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** Where schemas are registered. The names are those of the catalog transform. */
final class RegistryOptions {
    static final Option<URI> URL = Option.string(
                    "schema.registry.url",
                    null,
                    "A schema registry with Confluent's REST API. Each topic's dataset, table and view are then created before"
                            + " its first record, as soon as <topic>-value is registered (Avro, JSON Schema). Asked in the"
                            + " background: while it is away, first records create their tables.")
            .as("http:// or https:// address", RegistryOptions::address)
            .shownAs("Schema registry URL");

    static final Option<Password> USER_INFO = Option.secret(
                    "schema.registry.basic.auth.user.info", "user:password for basic authentication.")
            .checked("user:password", info -> ensure(info.value().indexOf(':') > 0, "accepted: user:password"));

    static final Option<Password> TOKEN = Option.secret(
                    "schema.registry.bearer.auth.token", "A token for bearer authentication.")
            .checked(
                    "one line without blanks",
                    token -> ensure(token.value().matches("[\\x21-\\x7e]+"), "accepted: one line without blanks"));

    static final OptionGroup GROUP = OptionGroup.of("Schema registry", URL, USER_INFO, TOKEN);

    private RegistryOptions() {}

    /** @param properties all of the connector's, for what they say of its converters */
    static @Nullable RegistrySettings read(OptionValues values, Map<String, String> properties) {
        return URL.find(values)
                .map(url -> new RegistrySettings(
                        url,
                        USER_INFO.find(values).orElse(null),
                        TOKEN.find(values).orElse(null),
                        ConverterSettings.of(properties, "key.converter."),
                        ConverterSettings.of(properties, "value.converter.")))
                .orElse(null);
    }

    /** The text is not repeated where it is refused: it may hold a password. */
    private static URI address(String text) {
        try {
            URI uri = new URI(text.trim());
            String scheme = String.valueOf(uri.getScheme());
            ensure(
                    uri.getHost() != null && (scheme.equals("http") || scheme.equals("https")),
                    "accepted: one address, http://host:port or https://host:port, with or without a path");
            ensure(
                    uri.getRawUserInfo() == null,
                    "has a user in it; write the user and password into " + USER_INFO.name());
            ensure(uri.getRawQuery() == null && uri.getRawFragment() == null, "accepted: an address without ? and #");
            return uri;
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException("is no address; accepted: http://host:port or https://host:port");
        }
    }

    private static void ensure(boolean fits, String otherwise) {
        if (!fits) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
