// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which addresses are Google's own: {@code *.googleapis.com} over TLS, which the names of private access (private.,
 * restricted., {@code *.p.}) and of regional and mTLS endpoints are, too
 * (cloud.google.com/vpc/docs/configure-private-google-access, 2026-08).
 */
public final class GoogleAddresses {
    static final String UNIVERSE = "googleapis.com";

    /** Where tokens are made. An address of any other service of Google's may be a place to leave things for somebody. */
    private static final List<String> TOKEN_SERVICES = List.of("sts", "oauth2", "iamcredentials");

    /** As key files of earlier years have them. */
    private static final Set<String> EARLIER_TOKEN_ADDRESSES = Set.of(
            "https://accounts.google.com/o/oauth2/token",
            "https://www.googleapis.com/oauth2/v3/token",
            "https://www.googleapis.com/oauth2/v4/token");

    private GoogleAddresses() {}

    /** Whether it is an API of Google's, over TLS. */
    public static boolean isApi(URI url) {
        return "https".equalsIgnoreCase(url.getScheme())
                && url.getRawUserInfo() == null
                && host(url).endsWith("." + UNIVERSE);
    }

    /** Whether it is an API of Google's or the place where people sign in. */
    static boolean isGoogle(String text) {
        URI url = parse(text);
        return isApi(url)
                || ("https".equalsIgnoreCase(url.getScheme())
                        && url.getRawUserInfo() == null
                        && host(url).equals("accounts.google.com"));
    }

    static boolean isTokenServer(String text) {
        return EARLIER_TOKEN_ADDRESSES.contains(text)
                || TOKEN_SERVICES.stream().anyMatch(service -> isService(service, text));
    }

    /** Whether it is one service, by any of the names that it has: global, regional, mTLS, private. */
    static boolean isService(String service, String text) {
        URI url = parse(text);
        String host = host(url);
        return isApi(url)
                && (host.equals(service + "." + UNIVERSE)
                        || host.equals(service + ".mtls." + UNIVERSE)
                        || host.matches(service + "\\.[a-z0-9-]+\\.rep\\.googleapis\\.com")
                        || host.matches(service + "-[a-z0-9-]+\\.p\\.googleapis\\.com"));
    }

    private static String host(URI url) {
        return url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
    }

    private static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException malformed) {
            return URI.create("");
        }
    }
}
