// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.api.client.json.GenericJson;
import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.DatasetList;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.Request;
import io.millrace.connect.emulator.http.Response;
import io.millrace.connect.emulator.store.DatasetName;
import io.millrace.connect.emulator.store.Warehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code datasets}: insert, get, list, patch, update, delete. */
final class DatasetRoutes {
    private static final String DATASET = Routes.DATASETS + "/{datasetId}";

    private final Warehouse warehouse;

    DatasetRoutes(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    void add(Routes routes) {
        routes.on("POST", Routes.DATASETS, this::insert);
        routes.on("GET", Routes.DATASETS, this::list);
        routes.on("GET", DATASET, this::get);
        routes.on("PATCH", DATASET, this::patch);
        routes.on("PUT", DATASET, this::update);
        routes.on("DELETE", DATASET, this::delete);
    }

    private Response insert(Request request) {
        String project = request.pathParameter("projectId");
        warehouse.permissions().require(project, "bigquery.datasets.create", "Project");
        Dataset dataset = request.json(Dataset.class);
        if (dataset.getDatasetReference() == null
                || dataset.getDatasetReference().getDatasetId() == null) {
            throw ApiException.invalid("Required parameter is missing: datasetReference.datasetId");
        }
        dataset.getDatasetReference().setProjectId(project);
        if (dataset.getAccess() == null) {
            dataset.setAccess(List.of(
                    new Dataset.Access().setRole("WRITER").setSpecialGroup("projectWriters"),
                    new Dataset.Access().setRole("OWNER").setSpecialGroup("projectOwners"),
                    new Dataset.Access().setRole("READER").setSpecialGroup("projectReaders")));
        }
        return Response.json(linked(request, warehouse.createDataset(dataset)));
    }

    private Response get(Request request) {
        DatasetName name = Names.dataset(request);
        warehouse.permissions().require(name.toString(), "bigquery.datasets.get", "Dataset");
        return Response.json(linked(request, existing(name)));
    }

    private Response list(Request request) {
        List<Dataset> datasets = new ArrayList<>(warehouse.datasets(request.pathParameter("projectId")));
        String filter = request.query("filter");
        if (filter != null && !filter.isEmpty()) {
            datasets.removeIf(dataset -> !LabelFilter.matches(filter, dataset.getLabels()));
        }
        Page page = Page.of(request, /* defaultLimit= */ 50);
        List<DatasetList.Datasets> items = new ArrayList<>();
        for (Dataset dataset : page.of(datasets)) {
            items.add(new DatasetList.Datasets()
                    .setKind("bigquery#dataset")
                    .setId(dataset.getId())
                    .setDatasetReference(dataset.getDatasetReference())
                    .setFriendlyName(dataset.getFriendlyName())
                    .setLabels(dataset.getLabels())
                    .setLocation(dataset.getLocation()));
        }
        return Response.json(new DatasetList()
                .setKind("bigquery#datasetList")
                .setDatasets(items)
                .setNextPageToken(page.next(datasets.size(), items.size())));
    }

    private Response patch(Request request) {
        DatasetName name = Names.dataset(request);
        warehouse.permissions().require(name.toString(), "bigquery.datasets.update", "Dataset");
        Dataset wanted = Patch.apply(existing(name), request.json(GenericJson.class));
        return Response.json(linked(request, warehouse.updateDataset(name, wanted, request.header("if-match"))));
    }

    private Response update(Request request) {
        DatasetName name = Names.dataset(request);
        warehouse.permissions().require(name.toString(), "bigquery.datasets.update", "Dataset");
        Dataset wanted = request.json(Dataset.class);
        return Response.json(linked(request, warehouse.updateDataset(name, wanted, request.header("if-match"))));
    }

    private Response delete(Request request) {
        DatasetName name = Names.dataset(request);
        warehouse.permissions().require(name.toString(), "bigquery.datasets.delete", "Dataset");
        warehouse.deleteDataset(name, "true".equals(request.query("deleteContents")));
        return Response.empty(204);
    }

    private Dataset existing(DatasetName name) {
        return warehouse.dataset(name).orElseThrow(() -> ApiException.notFound("Not found: Dataset " + name));
    }

    private static Dataset linked(Request request, Dataset dataset) {
        return dataset.setSelfLink(request.baseUrl() + Routes.ROOT + "/"
                + dataset.getDatasetReference().getProjectId() + "/datasets/"
                + dataset.getDatasetReference().getDatasetId());
    }

    /** The list filter {@code labels.key:value}, several of them meaning all. */
    private static final class LabelFilter {
        static boolean matches(String filter, @Nullable Map<String, String> labels) {
            for (String condition : filter.strip().split("\\s+", -1)) {
                if (!condition.startsWith("labels.")) {
                    throw ApiException.invalid("Invalid value for filter: only labels.<key>[:<value>] is allowed");
                }
                String[] wanted = condition.substring("labels.".length()).split(":", 2);
                String value = labels == null ? null : labels.get(wanted[0]);
                if (value == null || (wanted.length == 2 && !value.equals(wanted[1]))) {
                    return false;
                }
            }
            return true;
        }
    }
}
