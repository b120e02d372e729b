// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.testkit.HouseRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
    @TestFactory
    Stream<DynamicTest> houseRules() {
        return HouseRules.of("io.millrace.connect.kit")
                .rootMayUseEveryRoom()
                .googleTypesInClass("Fate", "GoogleAccess", "Proxy")
                .tests();
    }

    /** Its charter: what every plugin carries must stay small, or be said twice. */
    @Test
    void theKitIsAThousandLinesAtMost() throws IOException {
        long lines = 0;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                lines += Files.readAllLines(file).size();
            }
        }

        assertThat(lines).isBetween(1L, 1_000L);
    }
}
