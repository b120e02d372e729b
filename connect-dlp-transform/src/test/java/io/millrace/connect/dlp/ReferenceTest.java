// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import io.millrace.connect.dlp.audit.CounterReference;
import io.millrace.connect.dlp.config.DlpProperties;
import io.millrace.connect.testkit.GeneratedPage;
import io.millrace.connect.testkit.ReferencePage;
import org.junit.jupiter.api.Test;

class ReferenceTest {
    @Test
    void saysWhatTheTransformAccepts() {
        GeneratedPage.at("docs/reference/dlp-transform.md")
                .holds(ReferencePage.of(DlpProperties.configDef()) + CounterReference.table());
    }
}
