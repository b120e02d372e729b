// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "io.millrace.connect.emulator";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void roomsHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theStoreKnowsNoFrontAndNoSql() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".store")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".http..",
                        ROOT + ".bigquery..",
                        ROOT + ".storagewrite..",
                        ROOT + ".gcs..",
                        ROOT + ".sql..",
                        ROOT + ".query..",
                        ROOT + ".load..")
                .check(CLASSES);
    }

    @Test
    void translationRunsNothing() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".sql")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.duckdb..", ROOT + ".query..")
                .check(CLASSES);
    }
}
