// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import io.millrace.connect.quickstart.stack.Project;

/** A Kafka release that the plugins are promised to run on, and how its workers look for plugins. */
enum Release {
    /** 3.9, with the discovery that a user has who sets nothing: every class of every jar is looked at. */
    OLDEST("hybrid_warn"),
    /** 4.3, with the discovery that {@code config/worker.properties} recommends. */
    NEWEST("service_load");

    private final String discovery;

    Release(String discovery) {
        this.discovery = discovery;
    }

    String classPath(Project project) {
        return switch (this) {
            case OLDEST -> project.oldestKafka();
            case NEWEST -> project.newestKafka();
        };
    }

    String discovery() {
        return discovery;
    }
}
