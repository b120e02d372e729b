// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.testkit.GeneratedPage;
import io.millrace.connect.testkit.ReferencePage;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class CatalogReferenceTest {
    @Test
    void saysWhatTheTransformAccepts() {
        GeneratedPage.at("docs/reference/catalog-smt.md").holds(ReferencePage.of(CatalogConfig.definition()));
    }

    @Test
    void everySecretIsAPassword() {
        assertThat(CatalogConfig.definition().configKeys().values())
                .filteredOn(key -> key.name.matches(".*(apiKey|user\\.info|token).*"))
                .hasSize(3)
                .allSatisfy(key -> assertThat(key.type).isEqualTo(ConfigDef.Type.PASSWORD));
    }
}
