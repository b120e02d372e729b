// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import io.millrace.connect.testkit.HouseRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
    @TestFactory
    Stream<DynamicTest> houseRules() {
        return HouseRules.of("io.millrace.connect.dlp")
                .rootMayUseEveryRoom()
                .room("config", "rules", "detect", "infotype", "field", "walk", "cloud")
                .room("walk", "rules", "detect", "infotype", "field", "deidentify", "cloud")
                .room("deidentify", "rules", "field", "key")
                .room("audit", "walk", "infotype", "field", "deidentify")
                .room("rules", "field")
                .room("cloud", "rules", "infotype")
                .room("key", "field")
                .room("field")
                .room("infotype")
                .room(
                        "detect",
                        "infotype",
                        "detect.text",
                        "detect.number",
                        "detect.network",
                        "detect.contact",
                        "detect.secret")
                .room("detect.secret", "detect.text", "infotype")
                .room("detect.contact", "detect.network", "detect.number", "detect.text", "infotype")
                .room("detect.network", "detect.text", "infotype")
                .room("detect.number", "detect.text", "infotype")
                .room("detect.text", "infotype")
                .tests();
    }
}
