// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.gcs;

import com.google.api.services.storage.model.StorageObject;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.Handler;
import io.millrace.connect.emulator.http.Request;
import io.millrace.connect.emulator.http.Router;
import io.millrace.connect.emulator.store.Permissions;

/** Where Cloud Storage's routes are added, each with the right that it needs. */
record Routes(Router router, Permissions permissions) {
    static final String BUCKETS = "/storage/v1/b";
    static final String BUCKET = BUCKETS + "/{bucket}";
    static final String OBJECTS = BUCKET + "/o";
    static final String OBJECT = OBJECTS + "/{object}";

    /** A route that needs a right on the bucket of its path, such as {@code storage.objects.get}; empty for none. */
    void on(String method, String template, String permission, Handler handler) {
        router.add(method, template, request -> {
            String bucket = template.contains("{bucket}") ? request.pathParameter("bucket") : "";
            if (!permission.isEmpty() && !permissions.isGranted(bucket, permission)) {
                throw new ApiException(
                        403,
                        "forbidden",
                        "anonymous does not have " + permission + " access to the Google Cloud Storage bucket " + bucket
                                + ".");
            }
            return handler.handle(request);
        });
    }

    /** An object as answered, with its links. */
    static StorageObject linked(StoredObject stored, Request request) {
        StorageObject object = stored.copy();
        String path = BUCKETS + "/" + segment(object.getBucket()) + "/o/" + segment(object.getName());
        return object.setSelfLink(request.baseUrl() + path)
                .setMediaLink(request.baseUrl() + "/download" + path + "?generation=" + object.getGeneration()
                        + "&alt=media");
    }

    private static String segment(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }
}
