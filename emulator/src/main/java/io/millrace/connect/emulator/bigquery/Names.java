// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.Request;
import io.millrace.connect.emulator.store.DatasetName;
import io.millrace.connect.emulator.store.TableName;

/** The names that a request's path carries. */
final class Names {
    private Names() {}

    static DatasetName dataset(Request request) {
        return new DatasetName(request.pathParameter("projectId"), request.pathParameter("datasetId"));
    }

    static TableName table(Request request) {
        String id = request.pathParameter("tableId");
        if (id.indexOf('$') >= 0) {
            throw ApiException.notImplemented(
                    "partition decorators (" + id + ") in " + request.method() + " " + request.path());
        }
        return dataset(request).table(id);
    }
}
