// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * What a plugin's {@code ArchitectureTest} states: its rooms (sub-packages of one root package), the edges allowed
 * between them, and which of them may name Google's types. Everything else is the same in every plugin and needs no
 * words: no cycles, no static mutable state, no hidden clock, no worn-out names, null-marked packages, slf4j 1.7 only.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> houseRules() {
 *     return HouseRules.of("io.millrace.connect.catalog")
 *             .room("observe")
 *             .room("event", "observe")
 *             .room("emit", "event")
 *             .rootMayUseEveryRoom()
 *             .googleTypesIn()
 *             .tests();
 * }
 * }</pre>
 */
public final class HouseRules {
    private static final String ANY = "*";

    private final String root;
    private final JavaClasses classes;
    /** Room (relative to the root, empty for the root itself) to the rooms it may use. */
    private final Map<String, Set<String>> edges = new LinkedHashMap<>();

    private final Set<String> googleRooms = new TreeSet<>();
    private final Set<String> googleClasses = new TreeSet<>();
    private final List<KnotRules.Knot> knots = new ArrayList<>();
    private final List<ArchRule> chosen = new ArrayList<>();
    private boolean typesFormNoCycle;

    private HouseRules(String root, JavaClasses classes) {
        this.root = root;
        this.classes = classes;
    }

    /** Rules for the production classes under {@code root} that are on the class path. */
    public static HouseRules of(String root) {
        return among(
                root,
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(root));
    }

    /** Rules for these classes. */
    static HouseRules among(String root, JavaClasses classes) {
        return new HouseRules(root, classes);
    }

    /**
     * Declares a room, as its package name below the root ({@code "write.storage"}), and the rooms it may use. A package
     * that is not declared fails the rules.
     */
    public HouseRules room(String room, String... mayUse) {
        edges.put(room, Set.of(mayUse));
        return this;
    }

    /** The root package wires everything, so it may use every room. */
    public HouseRules rootMayUseEveryRoom() {
        return room("", ANY);
    }

    /** The only rooms that may name Google's, gRPC's or protobuf's types; {@code ""} is the root package. */
    public HouseRules googleTypesIn(String... rooms) {
        googleRooms.addAll(Set.of(rooms));
        return this;
    }

    /** Single classes, by simple name, that may name Google's types although their room may not. */
    public HouseRules googleTypesInClass(String... simpleNames) {
        googleClasses.addAll(Set.of(simpleNames));
        return this;
    }

    /** Types form no cycle either, wherever they live; a nested class counts as the outermost one around it. */
    public HouseRules noTypeCycles() {
        typesFormNoCycle = true;
        return this;
    }

    /**
     * Types, by simple name, that may form a cycle all the same. It fails the rules once they form none.
     *
     * @param reason why none of them can do without the others
     */
    public HouseRules knot(String reason, String... types) {
        knots.add(new KnotRules.Knot(reason, Set.of(types)));
        return this;
    }

    /** The root package is where a reader begins: it holds at most so many files, its package-info not counted. */
    public HouseRules rootAtMost(int files) {
        chosen.add(RoomRules.rootAtMost(root, files));
        return this;
    }

    /** One test per rule, named by it. */
    public Stream<DynamicTest> tests() {
        List<ArchRule> rules = new ArrayList<>(List.of(
                RoomRules.everyPackageIsDeclared(root, edges.keySet()),
                RoomRules.noCycles(root),
                RoomRules.typesOnlyIn("Google's types", RoomRules.GOOGLE, this::mayNameGoogle)));
        rules.addAll(RoomRules.edges(root, edges, ANY).toList());
        rules.addAll(CraftRules.all().toList());
        rules.addAll(chosen);
        if (typesFormNoCycle) {
            rules.add(KnotRules.noCycles(root, knots));
        }
        return Stream.concat(
                rules.stream().map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> check(rule))),
                knots.stream()
                        .map(knot -> DynamicTest.dynamicTest(
                                "the cycle of " + knot.types() + " is needed",
                                () -> KnotRules.ensureNeeded(root, knot, classes))));
    }

    private void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(classes);
    }

    private DescribedPredicate<JavaClass> mayNameGoogle() {
        return DescribedPredicate.describe(
                "the rooms " + googleRooms + " and the classes " + googleClasses,
                type -> googleRooms.contains(RoomRules.room(root, type))
                        || googleClasses.contains(RoomRules.outermost(type).getSimpleName()));
    }
}
