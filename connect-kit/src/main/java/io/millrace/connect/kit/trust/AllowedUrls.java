// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.trust;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/**
 * Addresses that the worker's operator allows on top of what is safe for any connector, as Kafka has it for its own
 * tokens ({@code org.apache.kafka.sasl.oauthbearer.allowed.urls}): a property of the JVM, a comma-separated list.
 *
 * @param prefixes one allows its scheme, host and port, and every path at or below its own
 */
public record AllowedUrls(List<URI> prefixes) {
    /** The property of the worker's JVM. */
    public static final String PROPERTY = "millrace.allowed.urls";

    /** A region that AWS's clients write into an address (docs of external accounts, 2026-08). */
    private static final String REGION = "{region}";

    /** Dots and backslashes in whatever spelling, percent signs that are encoded themselves. */
    private static final Pattern WAY_OUT = Pattern.compile("\\.\\.|%2e|%5c|%25|\\\\", Pattern.CASE_INSENSITIVE);

    public AllowedUrls {
        prefixes = List.copyOf(prefixes);
    }

    /** What this worker's operator allows. ConfigException names the entry that is no address. */
    public static AllowedUrls ofWorker() {
        return parse(System.getProperty(PROPERTY, ""));
    }

    static AllowedUrls parse(String list) {
        return new AllowedUrls(Arrays.stream(list.split(","))
                .map(String::trim)
                .filter(entry -> !entry.isEmpty())
                .map(AllowedUrls::prefix)
                .toList());
    }

    private static URI prefix(String entry) {
        try {
            URI uri = new URI(withoutRegion(entry));
            if (uri.getHost() != null && uri.getScheme() != null && uri.getRawUserInfo() == null) {
                return uri.normalize();
            }
        } catch (URISyntaxException malformed) {
            // falls through: the entry is the operator's and may be repeated, the parser's words add nothing
        }
        throw new ConfigException("JVM property " + PROPERTY + ": '" + entry
                + "' is not accepted; accepted: addresses like https://sts.example.org/token");
    }

    private static String withoutRegion(String text) {
        return text.replace(REGION, "region");
    }

    /** Whether an address is at or below one of them. */
    public boolean allows(String address) {
        try {
            return allows(new URI(withoutRegion(address)));
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /** As {@link #allows(String)}. */
    public boolean allows(URI address) {
        return address.getHost() != null
                && address.getScheme() != null
                && address.getRawUserInfo() == null
                && prefixes.stream().anyMatch(prefix -> isBelow(prefix, address.normalize()));
    }

    private static boolean isBelow(URI prefix, URI address) {
        String path = address.getRawPath();
        String base = prefix.getRawPath();
        return prefix.getScheme().equalsIgnoreCase(address.getScheme())
                && prefix.getHost().equalsIgnoreCase(address.getHost())
                && port(prefix) == port(address)
                && (base.length() <= 1 || isBelow(base, path));
    }

    private static boolean isBelow(String base, String path) {
        // What is left of .. after normalizing, or is encoded, may leave the path at the server; names of objects in
        // Cloud Storage have encoded slashes, which cannot.
        return !WAY_OUT.matcher(path).find()
                && (path.equals(base) || path.startsWith(base.endsWith("/") ? base : base + "/"));
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }
}
