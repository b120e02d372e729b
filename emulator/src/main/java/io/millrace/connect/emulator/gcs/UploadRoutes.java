// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.gcs;

import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.model.StorageObject;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.MultipartRelated;
import io.millrace.connect.emulator.http.Request;
import io.millrace.connect.emulator.http.Response;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Uploads: simple, multipart, and resumable in chunks. */
final class UploadRoutes {
    private final ObjectStore store;
    private final Map<String, ResumableUpload> sessions = new ConcurrentHashMap<>();

    UploadRoutes(ObjectStore store) {
        this.store = store;
    }

    void add(Routes routes) {
        String path = "/upload" + Routes.OBJECTS;
        routes.on("POST", path, "storage.objects.create", this::insert);
        routes.on("PUT", path, "storage.objects.create", this::upload);
        routes.on("DELETE", path, "storage.objects.create", request -> {
            sessions.remove(sessionId(request));
            return Response.json(499, Map.of());
        });
    }

    private Response insert(Request request) throws IOException {
        String type = String.valueOf(request.query("uploadType"));
        return switch (type) {
            case "media" -> {
                StorageObject wanted = new StorageObject().setContentType(request.header("content-type"));
                yield stored(request, named(wanted, request), request.body());
            }
            case "multipart" -> {
                MultipartRelated parts = MultipartRelated.parse(request.header("content-type"), request.body());
                StorageObject wanted = parse(parts.metadata());
                if (wanted.getContentType() == null) {
                    wanted.setContentType(parts.contentType());
                }
                yield stored(request, named(wanted, request), parts.content());
            }
            case "resumable" -> begin(request);
            default -> throw ApiException.invalid("Invalid uploadType: media, multipart and resumable are accepted");
        };
    }

    private Response stored(Request request, StorageObject wanted, byte[] bytes) {
        return answer(store.put(wanted, bytes, Conditions.of(request)), request);
    }

    private static Response answer(StoredObject stored, Request request) {
        return Response.json(Routes.linked(stored, request))
                .withHeader("x-goog-generation", String.valueOf(stored.generation()))
                .withHeader("x-goog-metageneration", String.valueOf(stored.metageneration()))
                .withHeader(
                        "x-goog-stored-content-length",
                        stored.metadata().getSize().toString())
                .withHeader(
                        "x-goog-hash",
                        "crc32c=" + stored.metadata().getCrc32c() + ",md5="
                                + stored.metadata().getMd5Hash());
    }

    private static StorageObject named(StorageObject wanted, Request request) {
        @Nullable String name = request.query("name");
        if (name != null) {
            wanted.setName(name);
        }
        if (wanted.getName() == null || wanted.getName().isEmpty()) {
            throw ApiException.invalid("Required parameter: name");
        }
        return wanted.setBucket(request.pathParameter("bucket"));
    }

    private static StorageObject parse(String json) throws IOException {
        return GsonFactory.getDefaultInstance().fromString(json.isBlank() ? "{}" : json, StorageObject.class);
    }

    private Response begin(Request request) throws IOException {
        StorageObject wanted = named(parse(new String(request.body(), StandardCharsets.UTF_8)), request);
        if (wanted.getContentType() == null) {
            wanted.setContentType(request.header("x-upload-content-type"));
        }
        store.bucket(wanted.getBucket());
        String id = UUID.randomUUID().toString();
        sessions.put(id, new ResumableUpload(wanted, Conditions.of(request)));
        String location = request.baseUrl() + request.path() + "?uploadType=resumable&name="
                + URLEncoder.encode(wanted.getName(), StandardCharsets.UTF_8) + "&upload_id=" + id;
        return Response.empty(200).withHeader("Location", location).withHeader("X-GUploader-UploadID", id);
    }

    private Response upload(Request request) {
        ResumableUpload session = sessions.get(sessionId(request));
        if (session == null) {
            throw ApiException.notFound("No such upload session");
        }
        return session.take(request, store)
                .map(stored -> answer(stored, request))
                .orElseGet(session::incomplete);
    }

    private static String sessionId(Request request) {
        return String.valueOf(request.query("upload_id"));
    }
}
