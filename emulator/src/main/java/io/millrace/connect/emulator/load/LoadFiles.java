// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.Dataset;
import io.millrace.connect.emulator.store.Permissions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The objects of a load job: found, allowed and where BigQuery can read them, or the job fails. */
final class LoadFiles {
    /** Dual-regions of Cloud Storage and what lies in them (https://cloud.google.com/bigquery/docs/locations, 2026-08). */
    private static final Map<String, Set<String>> DUAL_REGIONS = Map.of(
            "nam4", Set.of("us", "us-central1"),
            "eur4", Set.of("eu", "europe-west4"),
            "asia1", Set.of("asia-northeast1"));

    private final ObjectReader objects;
    private final Permissions permissions;

    LoadFiles(ObjectReader objects, Permissions permissions) {
        this.objects = objects;
        this.permissions = permissions;
    }

    /** One object's bytes. */
    static final class LoadFile {
        private final String uri;
        private final byte[] content;

        private LoadFile(String uri, byte[] content) {
            this.uri = uri;
            this.content = content;
        }

        String uri() {
            return uri;
        }

        InputStream open() {
            return new ByteArrayInputStream(content);
        }

        int size() {
            return content.length;
        }

        boolean isZipped() {
            return content.length > 2 && content[0] == (byte) 0x1f && content[1] == (byte) 0x8b;
        }
    }

    /** Reads the objects one after the other; {@code reader} sees each as its bytes. */
    void each(List<String> uris, Dataset dataset, FileReader reader) {
        // An object that two URIs name is loaded once.
        Map<String, GcsUri> found = new LinkedHashMap<>();
        for (String uri : uris) {
            GcsUri place = GcsUri.parse(uri);
            check(place, uri, dataset);
            List<String> names = place.names(objects);
            if (names.isEmpty()) {
                throw LoadFailure.notFound("URI " + uri);
            }
            names.forEach(name -> found.put(place.of(name), new GcsUri(place.bucket(), name)));
        }
        found.forEach((uri, place) -> reader.read(read(uri, place)));
    }

    /** Reads the file that the job came with, which is in no bucket and has no URI. */
    static void uploaded(byte[] content, FileReader reader) {
        reader.read(new LoadFile("", content));
    }

    /** Takes one object. */
    interface FileReader {
        void read(LoadFile file);
    }

    private LoadFile read(String uri, GcsUri place) {
        try (InputStream object =
                objects.open(place.bucket(), place.name()).orElseThrow(() -> LoadFailure.notFound("URI " + uri))) {
            return new LoadFile(uri, object.readAllBytes());
        } catch (IOException broken) {
            throw LoadFailure.of(uri, "the object cannot be read.");
        }
    }

    private void check(GcsUri place, String uri, Dataset dataset) {
        String location = objects.location(place.bucket()).orElseThrow(() -> LoadFailure.notFound("URI " + uri));
        require(place, uri, "storage.objects.get");
        if (place.isPattern()) {
            require(place, uri, "storage.objects.list");
        }
        String source = location.toLowerCase(Locale.ROOT);
        String target = dataset.getLocation().toLowerCase(Locale.ROOT);
        if (!source.equals(target)
                && !DUAL_REGIONS.getOrDefault(source, Set.of()).contains(target)) {
            throw LoadFailure.elsewhere(location, dataset.getLocation());
        }
    }

    private void require(GcsUri place, String uri, String permission) {
        if (!permissions.isGranted(place.bucket(), permission)) {
            throw LoadFailure.accessDenied(uri, permission, place.bucket());
        }
    }
}
