// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import io.millrace.connect.kit.trust.AllowedPaths;
import io.millrace.connect.kit.trust.AllowedUrls;
import io.millrace.connect.kit.trust.WorkerFile;
import java.io.IOException;
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
        @Nullable Proxy proxy) {
    private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/cloud-platform");
    private static final int TOKEN_LIFETIME_SECONDS = 3600;

    /** A key has 3 KB. */
    private static final int MOST_BYTES = 64 * 1024;

    /** Where credentials come from before any impersonation. */
    public sealed interface Source {}

    /** Application Default Credentials of the worker: its environment, its machine. */
    public record ApplicationDefault() implements Source {}

    /** A JSON file on the worker, read at start. */
    public record KeyFile(String path) implements Source {}

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

    /** A transport for many calls at a time, each on a connection of its own that is kept; shutting it down ends them. */
    public HttpTransport pooled(int connections) {
        return proxy == null
                ? new ApacheHttpTransport(ApacheHttpTransport.newDefaultHttpClientBuilder()
                        .setConnectionManager(SilentConnections.atMost(connections))
                        .addInterceptorLast(BoundedAnswers.interceptor())
                        .build())
                : proxy.transport(connections);
    }

    /**
     * The credentials, empty for {@code none}; no network is used yet, except that the default ones may ask the machine's
     * own metadata server. They show their token to nobody but Google. Whoever builds a client asks here before, so this is
     * also where the loggers of Google's clients are kept quiet.
     *
     * @throws IllegalArgumentException if the key cannot be used; the message holds nothing of it
     * @throws IOException if the worker has no default credentials
     */
    public Optional<GoogleOnlyCredentials> credentials() throws IOException {
        QuietFrames.ensure();
        QuietRequests.ensure();
        HttpTransportFactory transport = transport();
        AllowedUrls allowed = AllowedUrls.ofWorker();
        CredentialJson trusted = new CredentialJson(allowed, AllowedPaths.ofWorker());
        GoogleCredentials own;
        if (source instanceof KeyFile file) {
            own = fromFile(WorkerFile.of(file.path(), MOST_BYTES, WorkerFile.Use.DOCUMENT), trusted, transport);
        } else if (source instanceof KeyJson json) {
            own = trusted.read(json.json().value(), transport);
        } else if (source instanceof ApplicationDefault) {
            own = GoogleCredentials.getApplicationDefault(transport);
        } else {
            return Optional.empty();
        }
        GoogleCredentials acting = impersonating(own.createScoped(SCOPES), transport);
        GoogleCredentials billed = quotaProject == null ? acting : acting.createWithQuotaProject(quotaProject);
        return Optional.of(new GoogleOnlyCredentials(billed, allowed));
    }

    private static GoogleCredentials fromFile(WorkerFile file, CredentialJson trusted, HttpTransportFactory transport) {
        String json = file.text();
        try {
            return trusted.read(json, transport);
        } catch (IllegalArgumentException useless) {
            throw file.unusable(String.valueOf(useless.getMessage()));
        }
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
}
