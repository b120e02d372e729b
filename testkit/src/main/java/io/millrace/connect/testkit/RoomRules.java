// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Rules about who may know whom. */
final class RoomRules {
    static final DescribedPredicate<HasName> GOOGLE = HasName.Predicates.nameMatching(
            "(com\\.google\\.(?!errorprone|gson|re2j|crypto\\.tink|i18n).*|io\\.grpc\\..*)");

    private RoomRules() {}

    /** The room of a class: its package below the root, empty for the root package itself. */
    static String room(String root, JavaClass type) {
        String name = type.getPackageName();
        return name.equals(root) ? "" : name.substring(root.length() + 1);
    }

    static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(RoomRules::outermost).orElse(type);
    }

    static ArchRule everyPackageIsDeclared(String root, Set<String> rooms) {
        return classes()
                .should(satisfy(
                        "live in one of the declared rooms " + rooms,
                        type -> rooms.contains(room(root, type)) ? "" : type.getName() + " is in an undeclared room"))
                .as("every package is a declared room");
    }

    /** Counts source files, so that a file of several types is one. */
    static ArchRule rootAtMost(String root, int most) {
        ArchCondition<JavaClass> few = new ArchCondition<>("hold at most " + most + " files") {
            private final Set<String> files = new TreeSet<>();

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (type.getPackageName().equals(root) && !type.getSimpleName().equals("package-info")) {
                    files.add(outermost(type).getSourceCodeLocation().getSourceFileName());
                }
            }

            @Override
            public void finish(ConditionEvents events) {
                if (files.size() > most) {
                    events.add(SimpleConditionEvent.violated(
                            root, root + " holds " + files.size() + " files: " + files + "; move some into a room"));
                }
            }
        };
        return classes().should(few).as("the root holds at most " + most + " files");
    }

    static ArchRule noCycles(String root) {
        return slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return inside(root, type)
                                ? SliceIdentifier.of("room " + room(root, type))
                                : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "rooms of " + root;
                    }
                })
                .should()
                .beFreeOfCycles()
                .as("rooms form no cycle");
    }

    static Stream<ArchRule> edges(String root, Map<String, Set<String>> edges, String any) {
        return edges.entrySet().stream()
                .filter(edge -> !edge.getValue().contains(any))
                .map(edge -> edge(root, edge.getKey(), edge.getValue()));
    }

    private static ArchRule edge(String root, String from, Set<String> mayUse) {
        DescribedPredicate<JavaClass> inRoom = DescribedPredicate.describe(
                "in room " + from, type -> room(root, type).equals(from));
        DescribedPredicate<JavaClass> allowed = DescribedPredicate.describe(
                "outside the plugin, in the room itself or in " + mayUse,
                type -> !inside(root, type) || room(root, type).equals(from) || mayUse.contains(room(root, type)));
        return classes()
                .that(inRoom)
                .should(onlyDependOnClassesThat(allowed))
                .as("room '" + from + "' uses only " + mayUse);
    }

    static ArchRule typesOnlyIn(
            String what, DescribedPredicate<? super JavaClass> types, Supplier<DescribedPredicate<JavaClass>> allowed) {
        return classes()
                .that(DescribedPredicate.not(allowed.get()))
                .should(not(dependOnClassesThat(types)))
                .as(what + " only in " + allowed.get().getDescription());
    }

    static boolean inside(String root, JavaClass type) {
        return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
    }

    /** A condition that holds where {@code complaint} answers the empty string. */
    static ArchCondition<JavaClass> satisfy(
            String description, java.util.function.Function<JavaClass, String> complaint) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String found = complaint.apply(type);
                if (!found.isEmpty()) {
                    events.add(SimpleConditionEvent.violated(type, found));
                }
            }
        };
    }
}
