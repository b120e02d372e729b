// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import io.millrace.connect.kit.trust.AllowedPaths;
import io.millrace.connect.kit.trust.AllowedUrls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * A credential JSON of a configuration. It names the servers that secrets are sent to and the files and addresses that
 * they are fetched from, so whoever supplies it could make the worker read any file and call any address: Google's token
 * servers are trusted, everything else only where the worker's operator lists it
 * (cloud.google.com/docs/authentication/external/externally-sourced-credentials, 2026-08).
 */
record CredentialJson(AllowedUrls urls, AllowedPaths paths) {
    private static final Set<String> TYPES = Set.of(
            "service_account",
            "authorized_user",
            "external_account",
            "external_account_authorized_user",
            "impersonated_service_account");

    /** What a key file says for people; no library calls it. */
    private static final Set<String> NEVER_CALLED =
            Set.of("auth_uri", "auth_provider_x509_cert_url", "client_x509_cert_url");

    /** Of a credential_source. A command ({@code executable}) and a certificate's key are for the worker's own credentials. */
    private static final Set<String> SOURCES = Set.of(
            "file",
            "url",
            "headers",
            "format",
            "environment_id",
            "region_url",
            "imdsv2_session_token_url",
            "regional_cred_verification_url");

    /**
     * Google's credentials as the JSON has them.
     *
     * @throws IllegalArgumentException naming the field that is not trusted; the message holds no value
     */
    GoogleCredentials read(String json, HttpTransportFactory transport) {
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
        ensureTrusted(fields);
        try {
            // Written anew, so that what was looked at is what is read, whatever a text says twice.
            byte[] seen = GsonFactory.getDefaultInstance().toString(fields).getBytes(StandardCharsets.UTF_8);
            return GoogleCredentials.fromStream(new ByteArrayInputStream(seen), transport);
        } catch (IOException | RuntimeException refused) {
            throw new IllegalArgumentException("the credential is not a Google credential JSON with all its fields");
        }
    }

    private void ensureTrusted(Map<String, ?> json) {
        if (!(json.get("type") instanceof String type) || !TYPES.contains(type)) {
            throw new IllegalArgumentException("field type of the credential is none of "
                    + String.join(", ", TYPES.stream().sorted().toList()));
        }
        json.forEach((field, value) -> ensureTrusted(field, value));
    }

    private void ensureTrusted(String path, Object value) {
        if (value instanceof Map<?, ?> nested) {
            nested.forEach((field, below) -> {
                if (name(path).equals("credential_source")) {
                    ensureSource(path, String.valueOf(field), below);
                }
                ensureTrusted(path + "." + field, below);
            });
        } else if (value instanceof Iterable<?> list) {
            list.forEach(element -> ensureTrusted(path, element));
        } else if (value instanceof String text && !trusted(name(path), text)) {
            throw new IllegalArgumentException("field " + path
                    + " of the credential names a server that is not Google's"
                    + " for it; the worker's operator allows others by the JVM property " + AllowedUrls.PROPERTY);
        }
    }

    private void ensureSource(String path, String member, Object value) {
        if (!SOURCES.contains(member)) {
            throw new IllegalArgumentException(
                    "field " + path + "." + member + " of the credential is not accepted in a"
                            + " configuration; accepted: file and url as far as the worker's operator allows them");
        }
        if (member.equals("file") && !(value instanceof String file && paths.contain(file))) {
            throw new IllegalArgumentException(
                    "field " + path + ".file of the credential names a file that is not allowed;"
                            + " the worker's operator allows folders by the JVM property " + AllowedPaths.PROPERTY);
        }
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private boolean trusted(String name, String text) {
        if (name.equals("universe_domain")) {
            return text.equals(GoogleAddresses.UNIVERSE)
                    || urls.prefixes().stream().anyMatch(url -> text.equals(url.getHost()));
        }
        if (name.equals("scopes")) {
            return true; // written like addresses, and called by nobody
        }
        boolean address =
                name.endsWith("url") || name.endsWith("uri") || text.trim().matches("(?i)[a-z][a-z0-9+.-]*://.*");
        return !address
                || urls.allows(text)
                || (NEVER_CALLED.contains(name) ? GoogleAddresses.isGoogle(text) : isTokenServer(name, text));
    }

    private static boolean isTokenServer(String name, String text) {
        return name.equals("service_account_impersonation_url")
                ? GoogleAddresses.isService("iamcredentials", text)
                : GoogleAddresses.isTokenServer(text);
    }
}
