// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.api.services.bigquery.model.GetServiceAccountResponse;
import com.google.api.services.bigquery.model.ProjectList;
import com.google.api.services.bigquery.model.ProjectReference;
import io.millrace.connect.emulator.http.Request;
import io.millrace.connect.emulator.http.Response;
import io.millrace.connect.emulator.store.Warehouse;
import java.util.ArrayList;
import java.util.List;

/** Projects: those that hold a dataset exist. */
final class ProjectRoutes {
    private final Warehouse warehouse;

    ProjectRoutes(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    void add(Routes routes) {
        routes.on("GET", Routes.ROOT, this::list);
        routes.on("GET", Routes.ROOT + "/{projectId}/serviceAccount", ProjectRoutes::serviceAccount);
    }

    private Response list(Request request) {
        List<ProjectList.Projects> projects = new ArrayList<>();
        for (String id : warehouse.projects()) {
            projects.add(new ProjectList.Projects()
                    .setKind("bigquery#project")
                    .setId(id)
                    .setFriendlyName(id)
                    .setProjectReference(new ProjectReference().setProjectId(id)));
        }
        return Response.json(new ProjectList()
                .setKind("bigquery#projectList")
                .setProjects(projects)
                .setTotalItems(projects.size()));
    }

    private static Response serviceAccount(Request request) {
        return Response.json(new GetServiceAccountResponse()
                .setKind("bigquery#getServiceAccountResponse")
                .setEmail("bq-emulator@" + request.pathParameter("projectId") + ".iam.gserviceaccount.com"));
    }
}
