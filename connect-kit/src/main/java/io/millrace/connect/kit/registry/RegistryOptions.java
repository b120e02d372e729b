// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.registry;

import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionValues;
import io.millrace.connect.kit.google.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/** The properties of {@link RegistryAccess}, the same in every plugin. */
public final class RegistryOptions {
    public final Option<URI> url;
    public final Option<Password> userInfo;
    public final Option<Password> token;

    /** @param use what the plugin does with a registry, in sentences */
    public RegistryOptions(String use) {
        userInfo = Option.secret("schema.registry.basic.auth.user.info", "user:password for basic authentication.")
                .checked("user:password", info -> ensure(info.value().indexOf(':') > 0, "accepted: user:password"));
        token = Option.secret("schema.registry.bearer.auth.token", "A token for bearer authentication.")
                .checked(
                        "one line without blanks",
                        text -> ensure(text.value().matches("[\\x21-\\x7e]+"), "accepted: one line without blanks"));
        url = Option.string("schema.registry.url", null, "A schema registry with Confluent's REST API. " + use)
                .as("http:// or https:// address", this::address)
                .shownAs("Schema registry URL");
    }

    /** All of them, in the order in which they are shown. */
    public List<Option<?>> all() {
        return List.of(url, userInfo, token);
    }

    /** What the properties say; empty without an address. */
    public Optional<RegistryAccess> read(OptionValues values) {
        return url.find(values)
                .map(address -> new RegistryAccess(
                        address,
                        userInfo.find(values).orElse(null),
                        token.find(values).orElse(null)));
    }

    /**
     * Properties that are each right and do not go together: by the one to change, why.
     *
     * @param plaintextAllowed whether credentials may cross the network unencrypted
     */
    public Map<Option<?>, String> conflicts(OptionValues values, Option<Boolean> plaintextAllowed) {
        Map<Option<?>, String> conflicts = new LinkedHashMap<>();
        boolean user = userInfo.find(values).isPresent();
        boolean bearer = token.find(values).isPresent();
        if (user && bearer) {
            conflicts.put(token, "cannot be used with " + userInfo);
        }
        if (!user && !bearer) {
            return conflicts;
        }
        Optional<URI> address = url.find(values);
        if (address.isEmpty()) {
            conflicts.put(url, "must be set for " + (user ? userInfo : token));
        } else if (isExposed(address.get()) && !plaintextAllowed.of(values)) {
            conflicts.put(
                    url,
                    "is plaintext to another machine; use https://, or set " + plaintextAllowed
                            + "=true if its credentials may cross the network unencrypted");
        }
        return conflicts;
    }

    private static boolean isExposed(URI url) {
        return url.getScheme().equals("http") && !new Endpoint(url.getHost(), 0, true).loopback();
    }

    /** The text is not repeated where it is refused: it may hold a password. */
    private URI address(String text) {
        try {
            URI uri = new URI(text.trim());
            String scheme = String.valueOf(uri.getScheme());
            ensure(
                    uri.getHost() != null && (scheme.equals("http") || scheme.equals("https")),
                    "accepted: one address, http://host:port or https://host:port, with or without a path");
            ensure(uri.getRawUserInfo() == null, "has a user in it; write the user and password into " + userInfo);
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
