// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.catalog.emit.CatalogMetric;
import io.millrace.connect.testkit.GeneratedPage;
import io.millrace.connect.testkit.ReferencePage;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class CatalogReferenceTest {
    @Test
    void saysWhatTheTransformAccepts() {
        GeneratedPage.at("docs/reference/catalog-smt.md")
                .holds(ReferencePage.of(CatalogConfig.definition()) + metrics());
    }

    private static String metrics() {
        StringBuilder table = new StringBuilder("## Metrics\n\nBy JMX on every worker, as"
                + " `io.millrace.connect:type=catalog-smt-connector,connector=…`, and from Connect 4.1 on among the worker's own"
                + " plugin metrics.\n\n| metric | |\n|---|---|\n");
        for (CatalogMetric metric : CatalogMetric.values()) {
            table.append("| `").append(metric.label()).append("` | ");
            table.append(ReferencePage.escaped(metric.description())).append(" |\n");
        }
        return table.toString();
    }

    @Test
    void everySecretIsAPassword() {
        assertThat(CatalogConfig.definition().configKeys().values())
                .filteredOn(key -> key.name.matches(".*(apiKey|user\\.info|token).*"))
                .hasSize(3)
                .allSatisfy(key -> assertThat(key.type).isEqualTo(ConfigDef.Type.PASSWORD));
    }
}
