// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.gcs;

import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.Request;
import io.millrace.connect.emulator.http.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Objects: read, list, describe, delete. */
final class ObjectRoutes {
    private static final int PAGE = 1_000;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
    private static final Set<String> CHANGEABLE = Set.of(
            "cacheControl",
            "contentDisposition",
            "contentEncoding",
            "contentLanguage",
            "contentType",
            "customTime",
            "eventBasedHold",
            "metadata",
            "temporaryHold");

    private final ObjectStore store;

    ObjectRoutes(ObjectStore store) {
        this.store = store;
    }

    void add(Routes routes) {
        routes.on("GET", Routes.OBJECTS, "storage.objects.list", this::list);
        routes.on("GET", Routes.OBJECT, "storage.objects.get", this::get);
        routes.on("GET", "/download" + Routes.OBJECT, "storage.objects.get", this::download);
        routes.on("PATCH", Routes.OBJECT, "storage.objects.update", this::patch);
        routes.on("DELETE", Routes.OBJECT, "storage.objects.delete", request -> {
            store.delete(bucket(request), name(request), generation(request), Conditions.of(request));
            return Response.empty(204);
        });
    }

    private static String bucket(Request request) {
        return request.pathParameter("bucket");
    }

    private static String name(Request request) {
        return request.pathParameter("object");
    }

    private static @Nullable Long generation(Request request) {
        return Conditions.number(request, "generation");
    }

    private Response get(Request request) {
        return "media".equals(request.query("alt"))
                ? download(request)
                : Response.json(Routes.linked(found(request), request));
    }

    private StoredObject found(Request request) {
        return store.find(bucket(request), name(request), generation(request), Conditions.of(request));
    }

    private Response download(Request request) {
        StoredObject object = found(request);
        byte[] bytes = object.content().read();
        @Nullable String range = request.header("range");
        StorageObject metadata = object.metadata();
        String type = metadata.getContentType() == null ? "application/octet-stream" : metadata.getContentType();
        Response response = range == null ? Response.bytes(200, type, bytes) : part(range, type, bytes);
        return response.withHeader("x-goog-generation", String.valueOf(object.generation()))
                .withHeader("x-goog-metageneration", String.valueOf(object.metageneration()))
                .withHeader("x-goog-stored-content-length", String.valueOf(bytes.length))
                .withHeader("x-goog-stored-content-encoding", "identity")
                .withHeader("x-goog-storage-class", metadata.getStorageClass())
                .withHeader("x-goog-hash", "crc32c=" + metadata.getCrc32c() + ",md5=" + metadata.getMd5Hash())
                .withHeader("ETag", metadata.getEtag());
    }

    private static Response part(String range, String type, byte[] bytes) {
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches() || range.equals("bytes=-")) {
            return Response.bytes(200, type, bytes);
        }
        boolean suffix = matcher.group(1).isEmpty();
        long first = suffix
                ? Math.max(0, bytes.length - Long.parseLong(matcher.group(2)))
                : Long.parseLong(matcher.group(1));
        long last = suffix || matcher.group(2).isEmpty() ? bytes.length - 1 : Long.parseLong(matcher.group(2));
        last = Math.min(last, bytes.length - 1);
        if (first > last) {
            return Response.error(new ApiException(
                            416, "requestedRangeNotSatisfiable", "The requested range cannot be satisfied."))
                    .withHeader("Content-Range", "bytes */" + bytes.length);
        }
        return Response.bytes(206, type, Arrays.copyOfRange(bytes, (int) first, (int) last + 1))
                .withHeader("Content-Range", "bytes " + first + "-" + last + "/" + bytes.length);
    }

    private Response patch(Request request) {
        StorageObject patch = request.json(StorageObject.class);
        StoredObject changed = store.update(
                bucket(request),
                name(request),
                Conditions.of(request),
                object -> MergePatch.apply(object, patch, CHANGEABLE));
        return Response.json(Routes.linked(changed, request));
    }

    private Response list(Request request) {
        if (request.query("matchGlob") != null) {
            throw ApiException.notImplemented("matchGlob of objects.list");
        }
        String prefix = text(request, "prefix");
        String delimiter = text(request, "delimiter");
        String after = text(request, "pageToken");
        String start = text(request, "startOffset");
        @Nullable String end = request.query("endOffset");
        @Nullable Long wanted = Conditions.number(request, "maxResults");
        long limit = wanted == null ? PAGE : Math.min(PAGE, wanted);

        List<StorageObject> items = new ArrayList<>();
        Set<String> prefixes = new TreeSet<>();
        String last = "";
        Objects answer = new Objects().setKind("storage#objects");
        for (StorageObject object : store.list(bucket(request))) {
            String name = object.getName();
            boolean outside = !name.startsWith(prefix)
                    || name.compareTo(start) < 0
                    || (end != null && !end.isEmpty() && name.compareTo(end) >= 0);
            int cut = delimiter.isEmpty() || outside ? -1 : name.indexOf(delimiter, prefix.length());
            String key = cut < 0 ? name : name.substring(0, cut + delimiter.length());
            if (outside || key.compareTo(after) <= 0 || prefixes.contains(key)) {
                continue;
            }
            if (items.size() + prefixes.size() == limit) {
                answer.setNextPageToken(last);
                break;
            }
            if (cut < 0) {
                items.add(object);
            } else {
                prefixes.add(key);
            }
            last = key;
        }
        return Response.json(answer.setItems(items).setPrefixes(prefixes.isEmpty() ? null : List.copyOf(prefixes)));
    }

    private static String text(Request request, String name) {
        @Nullable String value = request.query(name);
        return value == null ? "" : value;
    }
}
