// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.Random;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Rules about how any class of the house is made, whatever its room. */
final class CraftRules {
    /** Types that say by themselves that they change; a {@code Map} of constants is left to review. */
    private static final DescribedPredicate<JavaClass> MUTABLE = assignableTo(AbstractCollection.class)
            .or(assignableTo(AbstractMap.class))
            .or(assignableTo(ConcurrentMap.class))
            .or(assignableTo(java.util.Queue.class))
            .or(assignableTo(ThreadLocal.class))
            .or(assignableTo(Executor.class))
            .or(assignableTo(Random.class))
            .or(assignableTo(StringBuilder.class))
            .or(assignableTo(LongAdder.class))
            .or(assignableTo(Thread.class))
            .or(assignableTo(java.text.Format.class))
            .or(assignableTo(java.security.MessageDigest.class))
            .or(JavaClass.Predicates.resideInAPackage(AtomicBoolean.class.getPackageName()))
            .as("mutable types");

    private CraftRules() {}

    static Stream<ArchRule> all() {
        return Stream.of(
                staticFieldsAreFinal(),
                staticsHoldNoState(),
                noHiddenClock(),
                names(),
                nullMarked(),
                slf4jOnePointSeven());
    }

    private static ArchRule staticFieldsAreFinal() {
        return fields().that()
                .areStatic()
                .and()
                .doNotHaveModifier(SYNTHETIC)
                .should()
                .haveModifier(FINAL)
                .as("static fields are final");
    }

    private static ArchRule staticsHoldNoState() {
        return noFields()
                .that()
                .haveModifier(STATIC)
                .should()
                .haveRawType(MUTABLE)
                .as("no static mutable state: two connectors share one JVM");
    }

    private static ArchRule noHiddenClock() {
        return noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .as("time arrives as Clock, sleep as Pause");
    }

    private static ArchRule names() {
        return noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveNameMatching(".*(Utils|Helpers?|Common|Manager|Impl|V2)")
                .as("no Utils, Helper, Common, Manager, Impl, V2: put the method on the noun it is about");
    }

    private static ArchRule nullMarked() {
        return classes()
                .should(RoomRules.satisfy(
                        "be in a package annotated @NullMarked",
                        type -> type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")
                                ? ""
                                : type.getName() + " is in a package whose package-info is not @NullMarked"))
                .as("every package is @NullMarked");
    }

    /** Workers ship slf4j 1.7.36 and load it before anything of ours. */
    private static ArchRule slf4jOnePointSeven() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "org\\.slf4j\\.(spi\\.LoggingEventBuilder|event\\.KeyValuePair|spi\\.(Default|NOP)LoggingEventBuilder)")
                .orShould()
                .callMethodWhere(DescribedPredicate.describe(
                        "call slf4j 2's fluent API",
                        call -> call.getTargetOwner().getName().equals("org.slf4j.Logger")
                                && (call.getName().startsWith("at")
                                        || call.getName().equals("makeLoggingEventBuilder"))))
                .as("slf4j 1.7 API only");
    }
}
