// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import io.millrace.connect.emulator.http.Router;
import io.millrace.connect.emulator.load.ObjectReader;
import io.millrace.connect.emulator.query.QueryEngine;
import io.millrace.connect.emulator.store.Warehouse;

/** All routes of the BigQuery API. What is not among them answers 501 by the router. */
public final class BigQueryRoutes {
    private BigQueryRoutes() {}

    /** Adds the routes; {@code objects} is where load jobs find what they load. */
    public static void add(
            Router router, Warehouse warehouse, QueryEngine queries, ObjectReader objects, BigQuerySettings settings) {
        Routes routes = new Routes(router);
        new ProjectRoutes(warehouse).add(routes);
        new AccessRoutes(warehouse).add(routes);
        new DatasetRoutes(warehouse).add(routes);
        Results results = new Results();
        new JobRoutes(warehouse, queries, results, objects, settings).add(routes);
        new TableDataRoutes(warehouse, results, settings).add(routes);
        new TableRoutes(warehouse, queries).add(routes);
    }
}
