// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.gcs;

import com.google.api.services.storage.model.Bucket;
import com.google.api.services.storage.model.Buckets;
import com.google.api.services.storage.model.TestIamPermissionsResponse;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.Request;
import io.millrace.connect.emulator.http.Response;
import io.millrace.connect.emulator.store.Permissions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Buckets. */
final class BucketRoutes {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");
    private static final Set<String> CHANGEABLE =
            Set.of("labels", "lifecycle", "storageClass", "versioning", "iamConfiguration", "softDeletePolicy");

    private final ObjectStore store;
    private final Permissions permissions;

    BucketRoutes(ObjectStore store, Permissions permissions) {
        this.store = store;
        this.permissions = permissions;
    }

    void add(Routes routes) {
        routes.on("POST", Routes.BUCKETS, "storage.buckets.create", this::create);
        routes.on("GET", Routes.BUCKETS, "storage.buckets.list", this::list);
        routes.on("GET", Routes.BUCKET + "/iam/testPermissions", "", this::testPermissions);
        routes.on(
                "GET",
                Routes.BUCKET,
                "storage.buckets.get",
                request -> Response.json(store.bucket(request.pathParameter("bucket"))));
        routes.on("PATCH", Routes.BUCKET, "storage.buckets.update", this::patch);
        routes.on("DELETE", Routes.BUCKET, "storage.buckets.delete", request -> {
            store.deleteBucket(request.pathParameter("bucket"));
            return Response.empty(204);
        });
    }

    private Response create(Request request) {
        Bucket wanted = request.json(Bucket.class);
        if (wanted.getName() == null || !NAME.matcher(wanted.getName()).matches()) {
            throw ApiException.invalid("Invalid bucket name: '" + wanted.getName() + "'");
        }
        return Response.json(store.create(wanted));
    }

    private Response list(Request request) {
        @Nullable String prefix = request.query("prefix");
        List<Bucket> found = store.allBuckets().stream()
                .filter(bucket -> prefix == null || bucket.getName().startsWith(prefix))
                .toList();
        return Response.json(new Buckets().setKind("storage#buckets").setItems(found));
    }

    private Response patch(Request request) {
        Bucket patch = request.json(Bucket.class);
        return Response.json(
                store.update(request.pathParameter("bucket"), bucket -> MergePatch.apply(bucket, patch, CHANGEABLE)));
    }

    private Response testPermissions(Request request) {
        Bucket bucket = store.bucket(request.pathParameter("bucket"));
        List<String> granted = permissions.granted(bucket.getName(), request.queryAll("permissions"));
        return Response.json(new TestIamPermissionsResponse()
                .setKind("storage#testIamPermissionsResponse")
                .setPermissions(granted));
    }
}
