// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.Handler;
import io.millrace.connect.emulator.http.Router;
import io.millrace.connect.emulator.store.WarehouseException;

/** Where BigQuery's routes are added: their refusals by the store are answered as Google does. */
record Routes(Router router) {
    static final String ROOT = "/bigquery/v2/projects";
    static final String DATASETS = ROOT + "/{projectId}/datasets";
    static final String TABLES = DATASETS + "/{datasetId}/tables";
    static final String TABLE = TABLES + "/{tableId}";

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
