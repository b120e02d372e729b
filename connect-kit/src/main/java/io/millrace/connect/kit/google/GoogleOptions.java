// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionValues;
import io.millrace.connect.kit.trust.AllowedUrls;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** The properties of {@link GoogleAccess}, the same in every plugin but for a prefix. */
public final class GoogleOptions {
    /** What {@code credentials.source} chooses between. */
    public enum Source {
        ADC,
        FILE,
        JSON,
        NONE
    }

    public final Option<Source> source;
    public final Option<String> file;
    public final Option<Password> json;
    public final Option<List<String>> impersonate;
    public final Option<List<String>> allowedUrls;
    public final Option<String> quotaProject;
    public final Option<Endpoint> proxyUrl;
    public final Option<String> proxyUsername;
    public final Option<Password> proxyPassword;
    public final Option<Boolean> plaintextAllowed;

    /** Properties that begin with {@code prefix}: empty, or ending with a dot. */
    public GoogleOptions(String prefix) {
        file = Option.string(
                prefix + "credentials.file",
                null,
                "Path on the worker of a credential JSON: a service account key, or an external account"
                        + " (workload identity federation). For credentials.source=file.");
        json = Option.secret(
                prefix + "credentials.json",
                "The credential JSON itself, best through a config provider. For credentials.source=json.");
        source = Option.choice(
                        prefix + "credentials.source",
                        Source.ADC,
                        "Where credentials come from: adc is the worker's Application Default Credentials, file and json"
                                + " a credential JSON, none is for an emulator.")
                .dependents(file, json);
        impersonate = Option.list(
                prefix + "credentials.impersonate",
                "Service accounts to impersonate: the last one is acted as, those before it delegate in this order.");
        allowedUrls = Option.list(
                        prefix + "credentials.allowed.urls",
                        "Refused: which addresses besides Google's a credential may name is for the worker's operator to say,"
                                + " in the JVM property " + AllowedUrls.PROPERTY + ".")
                .checked("nothing", urls -> {
                    if (!urls.isEmpty()) {
                        throw new IllegalArgumentException(
                                "no connector can allow addresses; the worker's operator allows"
                                        + " them by the JVM property " + AllowedUrls.PROPERTY);
                    }
                });
        quotaProject = Option.string(
                prefix + "quota.project", null, "Project that calls are counted on; unset: the credential's own.");
        proxyUsername = Option.string(prefix + "proxy.username", null, "User name for the proxy.");
        proxyPassword = Option.secret(prefix + "proxy.password", "Password for the proxy.");
        proxyUrl = Option.string(
                        prefix + "proxy.url",
                        null,
                        "HTTP proxy for this connector's calls to Google; loopback addresses are reached directly.")
                .as("http://host:port", Endpoint::parse)
                .dependents(proxyUsername, proxyPassword);
        plaintextAllowed = Option.flag(
                prefix + "endpoint.plaintext.allowed",
                false,
                "Whether an http:// endpoint without a token may be on another machine: rows then cross the network"
                        + " unencrypted.");
    }

    /** All of them, in the order in which they are shown. */
    public List<Option<?>> all() {
        return List.of(
                source,
                file,
                json,
                impersonate,
                allowedUrls,
                quotaProject,
                proxyUrl,
                proxyUsername,
                proxyPassword,
                plaintextAllowed);
    }

    /** Where one API is called; {@link #conflicts} says whether these credentials may go there. */
    public Option<Endpoint> endpoint(String name, String api) {
        return Option.string(
                        name,
                        null,
                        "Address of the " + api
                                + ", for a private or regional endpoint (https://*.googleapis.com) or, with "
                                + source
                                + "=none, an emulator. http:// means plaintext and is for loopback addresses unless "
                                + plaintextAllowed
                                + " is set. What else may get a token is for the worker's operator to say,"
                                + " in the JVM property " + AllowedUrls.PROPERTY + ".")
                .as("https://host:port or http://host:port", Endpoint::parse);
    }

    /**
     * Addresses that do not go with the credentials or with each other: by the option to change, why.
     *
     * @param overHttp what is called by HTTP
     * @param overGrpc what is called by gRPC
     */
    public Map<Option<?>, String> conflicts(
            OptionValues values, List<Option<Endpoint>> overHttp, List<Option<Endpoint>> overGrpc) {
        Map<Option<?>, String> conflicts = new LinkedHashMap<>();
        AllowedUrls allowed = AllowedUrls.ofWorker();
        for (Option<Endpoint> option : overHttp) {
            option.find(values)
                    .flatMap(endpoint -> conflict(values, endpoint, allowed))
                    .ifPresent(why -> conflicts.put(option, why));
        }
        for (Option<Endpoint> option : overGrpc) {
            option.find(values)
                    .flatMap(endpoint -> conflict(values, endpoint, allowed).or(() -> bare(values, endpoint)))
                    .ifPresent(why -> conflicts.put(option, why));
        }
        return conflicts;
    }

    /** Google's gRPC library sends no token where others can read it; calls would be refused for ever. */
    private Optional<String> bare(OptionValues values, Endpoint endpoint) {
        return endpoint.plaintext() && source.of(values) != Source.NONE
                ? Optional.of(endpoint + " is plaintext, over which gRPC sends no token; accepted: https://, or "
                        + source + "=none")
                : Optional.empty();
    }

    private Optional<String> conflict(OptionValues values, Endpoint endpoint, AllowedUrls allowed) {
        URI address = URI.create(endpoint.toString());
        if (allowed.allows(address)) {
            return Optional.empty();
        }
        if (source.of(values) != Source.NONE && !GoogleAddresses.isApi(address)) {
            return Optional.of(
                    endpoint + " is no address of Google's, and a Google token would be sent there; accepted:"
                            + " https://*.googleapis.com, or any with " + source
                            + "=none; the worker's operator allows others by the"
                            + " JVM property " + AllowedUrls.PROPERTY);
        }
        if (endpoint.plaintext() && !endpoint.loopback() && !plaintextAllowed.of(values)) {
            return Optional.of(endpoint + " is plaintext to another machine; use https://, or set " + plaintextAllowed
                    + "=true if rows may cross the network unencrypted");
        }
        return Optional.empty();
    }

    /** What the properties say; ConfigException names the one that is missing. */
    public GoogleAccess read(OptionValues values) {
        return new GoogleAccess(
                source(values),
                impersonate.of(values),
                quotaProject.find(values).orElse(null),
                proxyUrl.find(values)
                        .map(url -> new Proxy(
                                url,
                                proxyUsername.find(values).orElse(null),
                                proxyPassword.find(values).orElse(null)))
                        .orElse(null));
    }

    private GoogleAccess.Source source(OptionValues values) {
        return switch (source.of(values)) {
            case ADC -> new GoogleAccess.ApplicationDefault();
            case NONE -> new GoogleAccess.None();
            case FILE -> new GoogleAccess.KeyFile(file.find(values).orElseThrow(() -> missing(file, "file")));
            case JSON -> new GoogleAccess.KeyJson(json.find(values).orElseThrow(() -> missing(json, "json")));
        };
    }

    private ConfigException missing(Option<?> option, String choice) {
        return new ConfigException(option + ": must be set for " + source + "=" + choice);
    }
}
