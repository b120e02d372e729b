// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.gcs;

import com.google.api.services.storage.model.ComposeRequest;
import com.google.api.services.storage.model.RewriteResponse;
import com.google.api.services.storage.model.StorageObject;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.Request;
import io.millrace.connect.emulator.http.Response;
import java.io.ByteArrayOutputStream;

/** Objects out of objects: compose, rewrite, copy. */
final class CopyRoutes {
    private static final int MOST_SOURCES = 32;

    private final ObjectStore store;

    CopyRoutes(ObjectStore store) {
        this.store = store;
    }

    void add(Routes routes) {
        String to = "/b/{toBucket}/o/{toObject}";
        routes.on("POST", Routes.OBJECT + "/compose", "storage.objects.create", this::compose);
        routes.on("POST", Routes.OBJECT + "/rewriteTo" + to, "storage.objects.get", request -> {
            StoredObject copy = copy(request);
            long size = copy.metadata().getSize().longValue();
            return Response.json(new RewriteResponse()
                    .setKind("storage#rewriteResponse")
                    .setDone(true)
                    .setObjectSize(size)
                    .setTotalBytesRewritten(size)
                    .setResource(Routes.linked(copy, request)));
        });
        routes.on(
                "POST",
                Routes.OBJECT + "/copyTo" + to,
                "storage.objects.get",
                request -> Response.json(Routes.linked(copy(request), request)));
    }

    private Response compose(Request request) {
        ComposeRequest wanted = request.json(ComposeRequest.class);
        String bucket = request.pathParameter("bucket");
        if (wanted.getSourceObjects() == null
                || wanted.getSourceObjects().isEmpty()
                || wanted.getSourceObjects().size() > MOST_SOURCES) {
            throw ApiException.invalid("The number of source components provided must be 1 to " + MOST_SOURCES);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int components = 0;
        for (ComposeRequest.SourceObjects source : wanted.getSourceObjects()) {
            StoredObject part = store.find(bucket, source.getName(), source.getGeneration());
            if (source.getObjectPreconditions() != null) {
                new Conditions(source.getObjectPreconditions().getIfGenerationMatch(), null, null, null)
                        .check(part, /* reading= */ false);
            }
            Integer count = part.metadata().getComponentCount();
            components += count == null ? 1 : count;
            bytes.writeBytes(part.content().read());
        }
        StorageObject target = wanted.getDestination() == null
                ? new StorageObject()
                : wanted.getDestination().clone();
        target.setBucket(bucket).setName(request.pathParameter("object")).setComponentCount(components);
        StoredObject composed = store.put(target, bytes.toByteArray(), Conditions.of(request));
        return Response.json(Routes.linked(composed, request));
    }

    private StoredObject copy(Request request) {
        StoredObject source = store.find(
                request.pathParameter("bucket"),
                request.pathParameter("object"),
                Conditions.number(request, "sourceGeneration"),
                Conditions.ofSource(request));
        StorageObject target = request.body().length == 0 ? source.copy() : request.json(StorageObject.class);
        if (target.getContentType() == null) {
            target.setContentType(source.metadata().getContentType());
        }
        target.setBucket(request.pathParameter("toBucket")).setName(request.pathParameter("toObject"));
        return store.put(target, source.content().read(), Conditions.of(request));
    }
}
