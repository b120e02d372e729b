// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionValues;
import java.nio.file.Path;
import java.util.List;
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
    public final Option<TrustedUrls> allowedUrls;
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
                        "Servers that are not Google's and that a credential JSON may name all the same, such as an"
                                + " identity provider's token address. A credential that names any other is refused.")
                .as(
                        "https://host/path,…",
                        urls -> new TrustedUrls(
                                urls.stream().map(TrustedUrls::parse).toList()));
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
                "Whether an http:// endpoint may be on another machine: rows and tokens then cross the network unencrypted.");
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

    /** What the properties say; ConfigException names the one that is missing. */
    public GoogleAccess read(OptionValues values) {
        return new GoogleAccess(
                source(values),
                impersonate.of(values),
                quotaProject.find(values).orElse(null),
                allowedUrls.of(values),
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
            case FILE -> new GoogleAccess.KeyFile(Path.of(file.find(values).orElseThrow(() -> missing(file, "file"))));
            case JSON -> new GoogleAccess.KeyJson(json.find(values).orElseThrow(() -> missing(json, "json")));
        };
    }

    private ConfigException missing(Option<?> option, String choice) {
        return new ConfigException(option + ": must be set for " + source + "=" + choice);
    }
}
