// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.api.services.bigquery.model.Policy;
import com.google.api.services.bigquery.model.SetIamPolicyRequest;
import com.google.api.services.bigquery.model.TestIamPermissionsRequest;
import com.google.api.services.bigquery.model.TestIamPermissionsResponse;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.Request;
import io.millrace.connect.emulator.http.Response;
import io.millrace.connect.emulator.store.DatasetName;
import io.millrace.connect.emulator.store.Model;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** IAM of tables and datasets: policies are kept, permissions are tested against what was denied. */
final class AccessRoutes {
    private static final String RESOURCE_TABLE = Routes.TABLE;
    private static final String RESOURCE_DATASET = Routes.DATASETS + "/{datasetId}";

    private final Warehouse warehouse;
    private final Map<String, Policy> policies = new ConcurrentHashMap<>();

    AccessRoutes(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    void add(Routes routes) {
        routes.on("POST", RESOURCE_TABLE + ":testIamPermissions", this::testTable);
        routes.on("POST", RESOURCE_TABLE + ":getIamPolicy", request -> get(table(request)));
        routes.on("POST", RESOURCE_TABLE + ":setIamPolicy", request -> set(request, table(request)));
        routes.on("POST", RESOURCE_DATASET + ":testIamPermissions", this::testDataset);
        routes.on("POST", RESOURCE_DATASET + ":getIamPolicy", request -> get(dataset(request)));
        routes.on("POST", RESOURCE_DATASET + ":setIamPolicy", request -> set(request, dataset(request)));
    }

    private String table(Request request) {
        String name = Names.table(request).toString();
        if (warehouse.table(Names.table(request)).isEmpty()) {
            throw ApiException.notFound("Not found: Table " + name);
        }
        return name;
    }

    private String dataset(Request request) {
        String name = Names.dataset(request).toString();
        if (warehouse.dataset(Names.dataset(request)).isEmpty()) {
            throw ApiException.notFound("Not found: Dataset " + name);
        }
        return name;
    }

    /** Of what does not exist nothing is granted, which is not an error (reference of tables.testIamPermissions, 2026-08). */
    private Response testTable(Request request) {
        TableName name = Names.table(request);
        return warehouse.table(name).isEmpty()
                ? Response.json(new TestIamPermissionsResponse())
                : test(request, name.toString());
    }

    private Response testDataset(Request request) {
        DatasetName name = Names.dataset(request);
        return warehouse.dataset(name).isEmpty()
                ? Response.json(new TestIamPermissionsResponse())
                : test(request, name.toString());
    }

    private Response test(Request request, String resource) {
        List<String> wanted = request.json(TestIamPermissionsRequest.class).getPermissions();
        return Response.json(new TestIamPermissionsResponse()
                .setPermissions(warehouse.permissions().granted(resource, wanted == null ? List.of() : wanted)));
    }

    private Response get(String resource) {
        return Response.json(
                policies.getOrDefault(resource, new Policy().setVersion(1).setEtag("ACAB")));
    }

    private Response set(Request request, String resource) {
        Policy wanted = request.json(SetIamPolicyRequest.class).getPolicy();
        Policy current = policies.get(resource);
        if (wanted == null) {
            throw ApiException.invalid("policy is missing");
        }
        if (current != null && wanted.getEtag() != null && !wanted.getEtag().equals(current.getEtag())) {
            throw new ApiException(409, "aborted", "There were concurrent policy changes.");
        }
        int change = Model.text(wanted).hashCode();
        String etag =
                Base64.getEncoder().encodeToString(Integer.toHexString(change).getBytes(StandardCharsets.UTF_8));
        policies.put(resource, Model.copy(wanted).setEtag(etag));
        return get(resource);
    }
}
