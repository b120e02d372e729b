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
                .room("config", "rules", "detect", "walk", "cloud")
                .room("walk", "rules", "detect", "deidentify", "cloud")
                .room("deidentify", "rules")
                .room("audit", "walk", "detect", "deidentify")
                .room("rules")
                .room("detect")
                .room("cloud", "rules", "detect")
                .tests();
    }
}
