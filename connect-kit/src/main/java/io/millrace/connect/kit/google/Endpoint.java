// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where an API is called instead of Google's own address.
 *
 * @param plaintext whether no TLS is spoken: an {@code http://} address
 */
public record Endpoint(String host, int port, boolean plaintext) {
    private static final int LAST_PORT = 65_535;

    /** Reads {@code https://host[:port]} or {@code http://host[:port]}; IllegalArgumentException says what is accepted. */
    public static Endpoint parse(String text) {
        try {
            URI uri = new URI(text.trim());
            boolean plaintext = "http".equalsIgnoreCase(uri.getScheme());
            boolean bare = uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
            if (uri.getHost() != null
                    && uri.getPort() <= LAST_PORT
                    && bare
                    && (plaintext || "https".equalsIgnoreCase(uri.getScheme()))) {
                int port = uri.getPort() >= 0 ? uri.getPort() : plaintext ? 80 : 443;
                return new Endpoint(uri.getHost(), port, plaintext);
            }
        } catch (URISyntaxException | NullPointerException malformed) {
            // falls through to the one message; the text is not repeated: it may hold a password
        }
        throw new IllegalArgumentException("accepted: https://host, http://host, either with :port");
    }

    /** Whether the address is of this machine, without asking a name server. */
    public boolean loopback() {
        return isLoopback(host);
    }

    static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.equals("[::1]")
                || name.equals("::1")
                || name.matches("127(\\.\\d{1,3}){3}");
    }

    /** {@code host:port}, as gRPC wants it. */
    public String authority() {
        return host + ":" + port;
    }

    /** As REST clients want it. */
    @Override
    public String toString() {
        return (plaintext ? "http://" : "https://") + authority();
    }
}
