// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.testkit.HouseRules;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
    @TestFactory
    Stream<DynamicTest> houseRules() {
        return HouseRules.of("io.millrace.connect.kit")
                .rootMayUseEveryRoom()
                .room("config")
                .room("trust")
                .room("google", "config", "trust")
                .room("retry")
                .room("registry", "config", "google", "trust")
                .room("metrics")
                .room("worker")
                .room("debezium")
                .room("masking")
                .room("memo")
                .googleTypesInClass(
                        "Retryability",
                        "GoogleAccess",
                        "BoundedAnswers",
                        "CredentialJson",
                        "GoogleOnlyCredentials",
                        "QuietFrames",
                        "Proxy")
                .noTypeCycles()
                .tests();
    }

    /** Its charter: what one plugin alone needs is that plugin's. */
    @Test
    void everyTypeHasAtLeastTwoPluginsAsUsers() throws IOException {
        assertThat(KitUsers.ofEveryType())
                .allSatisfy((type, users) -> assertThat(users).as(type).hasSizeGreaterThanOrEqualTo(2));
    }
}
