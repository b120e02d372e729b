// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.http;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may call: programs of this machine that call it by a name of this machine. A web page of somebody else's in a browser
 * here is none: its requests have its own {@code Origin}, or, where it had its name point to this machine (DNS rebinding),
 * its own {@code Host}.
 */
final class Callers {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private Callers() {}

    /** Throws ApiException with 403 for anybody else. */
    static void ensureLocal(Headers headers) {
        List<String> hosts = headers.getOrDefault("Host", List.of());
        List<String> origins = headers.getOrDefault("Origin", List.of());
        if (hosts.size() != 1 || !isLoopback("http://" + hosts.get(0))) {
            throw refused("Host");
        }
        if (!origins.stream().allMatch(Callers::isLoopback)) {
            throw refused("Origin");
        }
    }

    private static ApiException refused(String header) {
        return new ApiException(
                403,
                "forbidden",
                "The emulator answers this machine only: its " + header
                        + " header has to name localhost, 127.0.0.1 or [::1]");
    }

    private static boolean isLoopback(String address) {
        try {
            @Nullable String host = new URI(address).getHost();
            return host != null
                    && LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
