// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.testkit.BuildVersion;
import org.junit.jupiter.api.Test;

class VersionTest {
    @Test
    void workersAreToldTheReleasedVersion() {
        assertThat(new CatalogTransform<>().version()).isEqualTo(BuildVersion.of(CatalogTransform.class));
    }
}
