// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SliceRule;
import com.tngtech.archunit.library.dependencies.syntax.GivenSlices;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rules about types that know each other in a circle, so that none can be read, tested or changed alone. */
final class KnotRules {
    private KnotRules() {}

    /**
     * Types, by simple name, that may know each other in a circle.
     *
     * @param reason why none of them can do without the others
     */
    record Knot(String reason, Set<String> types) {
        boolean holds(JavaClass type) {
            return types.contains(RoomRules.outermost(type).getSimpleName());
        }
    }

    /** A nested class counts as the outermost one around it. */
    static ArchRule noCycles(String root, List<Knot> allowed) {
        SliceRule rule = types(root).should().beFreeOfCycles();
        for (Knot knot : allowed) {
            DescribedPredicate<JavaClass> held = DescribedPredicate.describe(knot.reason(), knot::holds);
            rule = rule.ignoreDependency(held, held);
        }
        return rule.as("types form no cycle");
    }

    /** An exception that nobody needs any more would let the next knot pass. */
    static void ensureNeeded(String root, Knot allowed, JavaClasses classes) {
        JavaClasses held = classes.that(DescribedPredicate.describe(allowed.reason(), allowed::holds));
        Set<String> found = new TreeSet<>();
        held.forEach(type -> found.add(RoomRules.outermost(type).getSimpleName()));
        boolean knotted = types(root).should().beFreeOfCycles().evaluate(held).hasViolation();
        if (!knotted || !found.equals(allowed.types())) {
            throw new AssertionError(allowed.types() + " form no cycle: remove the exception");
        }
    }

    private static GivenSlices types(String root) {
        return slices().assignedFrom(new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return RoomRules.inside(root, type)
                        ? SliceIdentifier.of(RoomRules.outermost(type).getName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "types of " + root;
            }
        });
    }
}
