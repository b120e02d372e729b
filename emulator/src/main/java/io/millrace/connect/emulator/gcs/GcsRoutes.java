// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.gcs;

import io.millrace.connect.emulator.http.Router;
import io.millrace.connect.emulator.store.Permissions;

/** All routes of the Storage JSON API. What is not among them answers 501 by the router. */
public final class GcsRoutes {
    private GcsRoutes() {}

    /** Adds the routes. */
    public static void add(Router router, ObjectStore store, Permissions permissions) {
        Routes routes = new Routes(router, permissions);
        new BucketRoutes(store, permissions).add(routes);
        new UploadRoutes(store).add(routes);
        new CopyRoutes(store).add(routes);
        new ObjectRoutes(store).add(routes);
    }
}
