// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.millrace.connect.testkit.HouseRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
    private static final String ROOT = "io.millrace.connect.catalog";

    @TestFactory
    Stream<DynamicTest> houseRules() {
        return HouseRules.of(ROOT)
                .room("observe")
                .room("event", "observe")
                .room("emit", "event", "observe")
                .room("config", "emit", "event", "observe")
                .rootMayUseEveryRoom()
                .googleTypesInClass("GoogleTokenProvider")
                .noTypeCycles()
                .rootAtMost(6)
                .tests();
    }

    /** Instances have to find each other; {@link SharedParts} is the one place where they do. */
    @Test
    void onlySharedPartsIsShared() {
        DescribedPredicate<JavaClass> ours = DescribedPredicate.describe(
                "a class of ours with fields that change",
                type -> type.getPackageName().startsWith(ROOT)
                        && !type.isEquivalentTo(SharedParts.class)
                        && type.getFields().stream()
                                .anyMatch(field -> !field.getModifiers()
                                                .contains(com.tngtech.archunit.core.domain.JavaModifier.STATIC)
                                        && field.getRawType().getName().startsWith("java.util.Map")
                                        && !type.isRecord()));
        noFields()
                .that()
                .areStatic()
                .should()
                .haveRawType(ours)
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(ROOT));
    }
}
