// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * How a plugin proves who it is to Google, and through which proxy it reaches it.
 *
 * @param impersonate service accounts: the last is the one to act as, those before it pass the right on; may be empty
 * @param quotaProject the project that calls are counted on, null for the credential's own
 * @param proxy null for a direct connection
 */
public record GoogleAccess(
        Source source,
        List<String> impersonate,
        @Nullable String quotaProject,
        TrustedUrls trusted,
        @Nullable Proxy proxy) {
    private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/cloud-platform");
    private static final int TOKEN_LIFETIME_SECONDS = 3600;

    /** Where credentials come from before any impersonation. */
    public sealed interface Source {}

    /** Application Default Credentials of the worker: its environment, its machine. */
    public record ApplicationDefault() implements Source {}

    /** A JSON file on the worker, read at start. */
    public record KeyFile(Path path) implements Source {}

    /** The JSON itself. */
    public record KeyJson(Password json) implements Source {}

    /** No credentials at all: for an emulator. */
    public record None() implements Source {}

    public GoogleAccess {
        impersonate = List.copyOf(impersonate);
    }

    /** For REST clients and token requests alike. */
    public HttpTransportFactory transport() {
        return proxy == null ? NetHttpTransport::new : proxy::transport;
    }

    /**
     * The credentials, empty for {@code none}; no network is used yet, except that the default ones may ask the machine's
     * own metadata server.
     *
     * @throws IllegalArgumentException if the key cannot be used; the message holds nothing of it
     * @throws IOException if the file cannot be read or the worker has no default credentials
     */
    public Optional<GoogleCredentials> credentials() throws IOException {
        HttpTransportFactory transport = transport();
        GoogleCredentials own;
        if (source instanceof KeyFile file) {
            own = fromJson(Files.readString(file.path()), transport);
        } else if (source instanceof KeyJson json) {
            own = fromJson(json.json().value(), transport);
        } else if (source instanceof ApplicationDefault) {
            own = GoogleCredentials.getApplicationDefault(transport);
        } else {
            return Optional.empty();
        }
        GoogleCredentials acting = impersonating(own.createScoped(SCOPES), transport);
        return Optional.of(quotaProject == null ? acting : acting.createWithQuotaProject(quotaProject));
    }

    private GoogleCredentials impersonating(GoogleCredentials own, HttpTransportFactory transport) {
        if (impersonate.isEmpty()) {
            return own;
        }
        int last = impersonate.size() - 1;
        return ImpersonatedCredentials.newBuilder()
                .setSourceCredentials(own)
                .setTargetPrincipal(impersonate.get(last))
                .setDelegates(impersonate.subList(0, last))
                .setScopes(SCOPES)
                .setLifetime(TOKEN_LIFETIME_SECONDS)
                .setHttpTransportFactory(transport)
                .build();
    }

    private GoogleCredentials fromJson(String json, HttpTransportFactory transport) {
        GenericJson fields;
        try {
            fields = GsonFactory.getDefaultInstance().fromString(json, GenericJson.class);
        } catch (IOException | IllegalArgumentException malformed) {
            // Without its cause: a parser's message may quote what it stumbled over.
            throw new IllegalArgumentException("the credential is not JSON");
        }
        if (fields == null) {
            throw new IllegalArgumentException("the credential is empty");
        }
        trusted.ensureTrusted(fields);
        try {
            return GoogleCredentials.fromStream(
                    new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), transport);
        } catch (IOException | RuntimeException refused) {
            throw new IllegalArgumentException("the credential is not a Google credential JSON with all its fields");
        }
    }
}
