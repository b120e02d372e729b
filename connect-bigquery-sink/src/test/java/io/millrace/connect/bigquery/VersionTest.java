// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.testkit.BuildVersion;
import org.junit.jupiter.api.Test;

class VersionTest {
    @Test
    void workersAreToldTheReleasedVersion() {
        assertThat(new BigQuerySinkConnector().version()).isEqualTo(BuildVersion.of(BigQuerySinkConnector.class));
    }
}
