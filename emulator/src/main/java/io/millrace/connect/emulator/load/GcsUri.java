// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import io.millrace.connect.emulator.store.WarehouseException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A {@code gs://} URI with at most one asterisk, in the object's name
 * (https://cloud.google.com/bigquery/docs/batch-loading-data#load-wildcards, 2026-08).
 */
record GcsUri(String bucket, String name) {
    private static final String SCHEME = "gs://";
    private static final Pattern SLASHES = Pattern.compile("/{2,}");
    private static final Pattern GENERATION = Pattern.compile(".*#\\d+");

    static GcsUri parse(String uri) {
        int slash = uri.indexOf('/', SCHEME.length());
        if (!uri.startsWith(SCHEME) || slash < 0 || slash == uri.length() - 1) {
            throw WarehouseException.invalid("Source URI must be a Google Cloud Storage location: " + uri);
        }
        String bucket = uri.substring(SCHEME.length(), slash);
        String name = uri.substring(slash + 1);
        if (bucket.indexOf('*') >= 0 || name.indexOf('*') != name.lastIndexOf('*')) {
            throw WarehouseException.invalid(
                    "Only one wildcard, in the object's name, is allowed in a source URI: " + uri);
        }
        if (GENERATION.matcher(name).matches()) {
            throw WarehouseException.invalid("A source URI cannot hold a generation number: " + uri);
        }
        // Several slashes are one to BigQuery, so that an object with such a name is never found.
        return new GcsUri(bucket, SLASHES.matcher(name).replaceAll("/"));
    }

    boolean isPattern() {
        return name.indexOf('*') >= 0;
    }

    /** The objects that it names, whether they are there or not; empty where a pattern fits none. */
    List<String> names(ObjectReader objects) {
        int star = name.indexOf('*');
        if (star < 0) {
            return List.of(name);
        }
        String prefix = name.substring(0, star);
        String suffix = name.substring(star + 1);
        return objects.list(bucket, prefix).stream()
                .filter(found -> found.length() >= prefix.length() + suffix.length() && found.endsWith(suffix))
                .toList();
    }

    /** This object's own URI. */
    String of(String object) {
        return SCHEME + bucket + "/" + object;
    }
}
