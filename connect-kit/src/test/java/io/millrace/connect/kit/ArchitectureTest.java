// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit;

import io.millrace.connect.testkit.HouseRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
    @TestFactory
    Stream<DynamicTest> houseRules() {
        return HouseRules.of("io.millrace.connect.kit")
                .rootMayUseEveryRoom()
                .googleTypesInClass("Fate", "GoogleAccess", "Proxy")
                .tests();
    }
}
