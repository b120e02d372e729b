// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.millrace.connect.testkit.HouseRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The charter in docs/emulator.md, as far as it is about classes. */
class ArchitectureTest {
    private static final String ROOT = "io.millrace.connect.emulator";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @TestFactory
    Stream<DynamicTest> houseRules() {
        return HouseRules.of(ROOT)
                .rootMayUseEveryRoom()
                .rootAtMost(6)
                .room("http")
                .room("faults", "http")
                .room("store")
                .room("json", "store")
                .room("sql", "json", "store")
                .room("query", "json", "sql", "store")
                .room("load", "json", "query", "store")
                .room("bigquery", "faults", "http", "json", "load", "query", "store")
                .room("gcs", "http", "load", "store")
                .room("storagewrite", "faults", "store")
                .room("dlp", "dlp.inspect", "dlp.transform", "dlp.value", "faults")
                .room("dlp.inspect", "dlp.value")
                .room("dlp.transform", "dlp.value")
                .room("dlp.value")
                .googleTypesIn(
                        "",
                        "bigquery",
                        "dlp",
                        "dlp.inspect",
                        "dlp.transform",
                        "dlp.value",
                        "faults",
                        "gcs",
                        "http",
                        "json",
                        "load",
                        "query",
                        "sql",
                        "storagewrite",
                        "store")
                .noTypeCycles()
                .knot(
                        "GoogleSQL's grammar is recursive: expressions hold queries, and queries expressions",
                        "Calls",
                        "DateCalls",
                        "Expressions",
                        "Primaries",
                        "Queries",
                        "Sources",
                        "Windows")
                .knot("a dataset names its tables, and a table its dataset", "DatasetName", "TableName")
                .tests();
    }

    @Test
    void nothingOfTheProductIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("io.millrace..").and(resideOutsideOfPackage(ROOT + "..")))
                .check(CLASSES);
    }

    @Test
    void rowsAreNotReadOffTheWireByHand() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("com.google.protobuf.CodedInputStream")
                .check(CLASSES);
    }

    @Test
    void translationRunsNothing() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".sql")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.duckdb..")
                .check(CLASSES);
    }
}
