// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import io.openlineage.client.OpenLineage;
import java.net.URI;
import java.util.Map;

/**
 * The facets that the standard has no word for; their JSON schemas ship in the jar, under {@code openlineage/millrace/}. OpenLineage's
 * compatibility tests know a custom facet's kind by {@code $defs/DatasetFacet} or {@code $defs/RunFacet} in its URL.
 */
final class CustomFacets {
    static final String SCHEMA_VERSION = "millrace_schemaVersion";
    static final String ENCRYPTION = "millrace_encryption";
    static final String WINDOW = "millrace_window";

    /** Where the schemas are published; the path below is the one in the jar. */
    static final String BASE = "https://millrace.io/openlineage/1-0-0/";

    private CustomFacets() {}

    static OpenLineage.DatasetFacet dataset(URI producer, String schema, Map<String, Object> content) {
        return new DatasetFacet(producer, URI.create(BASE + schema + ".json#/$defs/DatasetFacet"), content);
    }

    static OpenLineage.RunFacet run(URI producer, String schema, Map<String, Object> content) {
        return new RunFacet(producer, URI.create(BASE + schema + ".json#/$defs/RunFacet"), content);
    }

    private static final class DatasetFacet extends OpenLineage.DefaultDatasetFacet {
        private final URI schema;

        DatasetFacet(URI producer, URI schema, Map<String, Object> content) {
            super(producer, null);
            this.schema = schema;
            getAdditionalProperties().putAll(content);
        }

        @Override
        public URI get_schemaURL() {
            return schema;
        }
    }

    private static final class RunFacet extends OpenLineage.DefaultRunFacet {
        private final URI schema;

        RunFacet(URI producer, URI schema, Map<String, Object> content) {
            super(producer);
            this.schema = schema;
            getAdditionalProperties().putAll(content);
        }

        @Override
        public URI get_schemaURL() {
            return schema;
        }
    }
}
