// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import com.google.auth.oauth2.GoogleCredentials;
import io.millrace.connect.kit.google.QuietRequests;
import io.openlineage.client.transports.TokenProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Google's own token for events that go to Dataplex, from the worker's default credentials. The plugin's archive
 * brings Google's auth library along; only events for Dataplex load it. Of the sender's thread.
 */
public final class GoogleTokenProvider implements TokenProvider {
    private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/cloud-platform");

    private @Nullable GoogleCredentials credentials;

    /** For OpenLineage, which builds it from {@code auth.type}. */
    public GoogleTokenProvider() {}

    @Override
    public String getToken() {
        try {
            GoogleCredentials known = credentials;
            if (known == null) {
                QuietRequests.ensure();
                known = GoogleCredentials.getApplicationDefault().createScoped(SCOPES);
                credentials = known;
            }
            known.refreshIfExpired();
            return "Bearer " + known.getAccessToken().getTokenValue();
        } catch (IOException e) {
            throw new UncheckedIOException("no token from Google's default credentials", e);
        }
    }
}
