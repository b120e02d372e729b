// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.millrace.connect.testkit.HouseRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
    @TestFactory
    Stream<DynamicTest> houseRules() {
        return HouseRules.of("io.millrace.connect.dlp")
                .rootMayUseEveryRoom()
                .room("config", "walk", "cloud", "rules", "deidentify", "infotype", "field", "options")
                .room("audit", "walk", "infotype", "field")
                .room("walk", "cloud", "rules", "deidentify", "detect", "infotype", "field", "options")
                .room("cloud", "rules", "infotype")
                .room("rules", "deidentify", "field", "options")
                .room("deidentify", "key", "infotype", "field", "options")
                .room("key", "field")
                .room("keytool", "key")
                .room(
                        "detect",
                        "detect.secret",
                        "detect.contact",
                        "detect.network",
                        "detect.number",
                        "detect.text",
                        "field",
                        "infotype")
                .room("detect.secret", "detect.text", "infotype")
                .room("detect.contact", "detect.network", "detect.number", "detect.text", "infotype")
                .room("detect.network", "detect.text", "infotype")
                .room("detect.number", "detect.text", "infotype")
                .room("detect.text", "infotype")
                .room("infotype")
                .room("field")
                .room("options")
                .noTypeCycles()
                .rootAtMost(6)
                .tests();
    }

    /** Tokens are for ever, and Tink may change or drop what is in {@code subtle} with any release. */
    @Test
    void takesNothingThatTinkDoesNotPromise() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.crypto.tink..subtle..", "com.google.crypto.tink..internal..")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.millrace.connect.dlp"));
    }
}
