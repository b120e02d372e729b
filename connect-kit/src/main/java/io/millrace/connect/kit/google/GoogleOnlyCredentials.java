// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import com.google.auth.RequestMetadataCallback;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import io.millrace.connect.kit.trust.AllowedUrls;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that show their token to Google alone, and to whom the worker's operator allows: every client asks them with
 * the address that it calls, wherever that comes from. A configuration that names another address is refused before
 * ({@link GoogleOptions#conflicts}); this is for a redirect, a client that was forgotten, and what nobody thought of.
 */
@SuppressWarnings("serial") // never written: the library's class is Serializable, its credentials need not be
public final class GoogleOnlyCredentials extends GoogleCredentials {
    private final transient GoogleCredentials own;
    private final transient AllowedUrls allowed;

    GoogleOnlyCredentials(GoogleCredentials own, AllowedUrls allowed) {
        super(GoogleCredentials.newBuilder().setQuotaProjectId(own.getQuotaProjectId()));
        this.own = own;
        this.allowed = allowed;
    }

    /** The impersonation that they end with, to try its steps one by one; empty without any. */
    public Optional<ImpersonatedCredentials> impersonation() {
        return own instanceof ImpersonatedCredentials acting ? Optional.of(acting) : Optional.empty();
    }

    @Override
    public AccessToken refreshAccessToken() throws IOException {
        return own.refreshAccessToken();
    }

    @Override
    public String getUniverseDomain() throws IOException {
        return own.getUniverseDomain();
    }

    @Override
    public Map<String, List<String>> getRequestMetadata(@Nullable URI uri) throws IOException {
        if (!isTrusted(uri)) {
            throw refused();
        }
        return super.getRequestMetadata(uri);
    }

    @Override
    public void getRequestMetadata(@Nullable URI uri, Executor executor, RequestMetadataCallback callback) {
        if (isTrusted(uri)) {
            super.getRequestMetadata(uri, executor, callback);
        } else {
            callback.onFailure(refused());
        }
    }

    private boolean isTrusted(@Nullable URI uri) {
        return uri != null && (GoogleAddresses.isApi(uri) || allowed.allows(uri));
    }

    private static IOException refused() {
        return new IOException(
                "Google's token is for *.googleapis.com alone; the worker's operator allows other addresses"
                        + " by the JVM property " + AllowedUrls.PROPERTY);
    }
}
