// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The addresses that credentials may talk to. A credential file names the servers that its secrets are sent to and
 * fetched from, so whoever supplies the file could make the worker call any address: Google's own are trusted, others
 * only where the operator lists them (cloud.google.com/docs/authentication/external/externally-sourced-credentials,
 * 2026-08).
 *
 * @param allowed further addresses; one is trusted with everything below its path
 */
public record TrustedUrls(List<URI> allowed) {
    private static final String UNIVERSE = "googleapis.com";

    public TrustedUrls {
        allowed = List.copyOf(allowed);
    }

    /** Reads an allowed address; IllegalArgumentException says what is accepted. */
    static URI parse(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || uri.getScheme() == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("accepted: addresses like https://sts.example.org/token");
        }
        return uri;
    }

    /** Throws IllegalArgumentException naming the first field of a credential JSON that points elsewhere. */
    void ensureTrusted(Map<String, ?> json) {
        json.forEach((field, value) -> ensureTrusted(field, value));
    }

    private void ensureTrusted(String path, Object value) {
        if (value instanceof Map<?, ?> nested) {
            nested.forEach((field, below) -> ensureTrusted(path + "." + field, below));
        } else if (value instanceof Iterable<?> list) {
            list.forEach(element -> ensureTrusted(path, element));
        } else if (value instanceof String text && !trusted(path, text)) {
            throw new IllegalArgumentException(
                    "field " + path + " of the credential names a server that is not Google's");
        }
    }

    private boolean trusted(String path, String text) {
        String name = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (name.equals("universe_domain")) {
            return text.equals(UNIVERSE) || allowed.stream().anyMatch(url -> text.equals(url.getHost()));
        }
        boolean address =
                name.endsWith("url") || name.endsWith("uri") || text.trim().matches("(?i)[a-z][a-z0-9+.-]*://.*");
        return !address || trusted(text);
    }

    private boolean trusted(String text) {
        try {
            URI url = new URI(text);
            return isGoogle(url) || allowed.stream().anyMatch(prefix -> isBelow(prefix, url));
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static boolean isGoogle(URI url) {
        String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
        return "https".equalsIgnoreCase(url.getScheme())
                && (host.equals("accounts.google.com") || host.endsWith("." + UNIVERSE));
    }

    private static boolean isBelow(URI prefix, URI url) {
        String path = url.normalize().getPath();
        String base = prefix.getPath();
        return prefix.getScheme().equalsIgnoreCase(url.getScheme())
                && prefix.getHost().equalsIgnoreCase(url.getHost())
                && prefix.getPort() == url.getPort()
                && (path.equals(base) || path.startsWith(base.endsWith("/") ? base : base + "/"));
    }
}
