// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.Handler;
import io.millrace.connect.emulator.http.Router;
import io.millrace.connect.emulator.load.ObjectReader;
import io.millrace.connect.emulator.query.QueryEngine;
import io.millrace.connect.emulator.store.Warehouse;
import io.millrace.connect.emulator.store.WarehouseException;

/** All routes of the BigQuery API. What is not among them answers 501 by the router. */
public final class BigQueryRoutes {
    static final String ROOT = "/bigquery/v2/projects";
    static final String DATASETS = ROOT + "/{projectId}/datasets";
    static final String TABLES = DATASETS + "/{datasetId}/tables";
    static final String TABLE = TABLES + "/{tableId}";

    private final Router router;

    private BigQueryRoutes(Router router) {
        this.router = router;
    }

    /** Adds the routes; {@code objects} is where load jobs find what they load. */
    public static void add(Router router, Warehouse warehouse, QueryEngine queries, ObjectReader objects) {
        BigQueryRoutes routes = new BigQueryRoutes(router);
        new ProjectRoutes(warehouse).add(routes);
        new AccessRoutes(warehouse).add(routes);
        new DatasetRoutes(warehouse).add(routes);
        Results results = new Results();
        new JobRoutes(warehouse, queries, results, objects).add(routes);
        new TableDataRoutes(warehouse, results).add(routes);
        new TableRoutes(warehouse, queries).add(routes);
    }

    /** A route whose refusals by the store are answered as Google does. */
    void on(String method, String template, Handler handler) {
        router.add(method, template, request -> {
            try {
                return handler.handle(request);
            } catch (WarehouseException refused) {
                throw new ApiException(
                        refused.reason().httpStatus(), refused.reason().text(), refused.text());
            }
        });
    }
}
