// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seeds one violation at a time into a small house and sees which rule notices. */
class HouseRulesTest {
    private static final String CLEAN = "@org.jspecify.annotations.NullMarked package %s;";

    @TempDir
    private Path folder;

    private final List<String> files = new ArrayList<>();

    /** Writes a type into a null-marked room. */
    private HouseRulesTest with(String room, String name, String body) throws IOException {
        return unmarked(room, name, body).file(room, "package-info", CLEAN.formatted(room));
    }

    private HouseRulesTest unmarked(String room, String name, String body) throws IOException {
        return file(room, name, "package " + room + "; " + body);
    }

    private HouseRulesTest file(String room, String name, String text) throws IOException {
        Path file = folder.resolve("src").resolve(room.replace('.', '/')).resolve(name + ".java");
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
        if (!files.contains(file.toString())) {
            files.add(file.toString());
        }
        return this;
    }

    /** The descriptions of the rules that are broken. */
    private List<String> broken() {
        return broken(rules -> rules);
    }

    /** The same with rules that not every house has. */
    private List<String> broken(UnaryOperator<HouseRules> more) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> arguments = new ArrayList<>(List.of(
                "-d", folder.resolve("out").toString(), "-cp", System.getProperty("java.class.path"), "-proc:none"));
        arguments.addAll(files);
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        List<String> broken = new ArrayList<>();
        HouseRules rules = HouseRules.among("house", new ClassFileImporter().importPath(folder.resolve("out/house")))
                .rootMayUseEveryRoom()
                .room("kitchen", "cellar")
                .room("cellar")
                .googleTypesIn("cellar");
        more.apply(rules).tests().forEach(rule -> {
            if (fails(rule)) {
                broken.add(rule.getDisplayName());
            }
        });
        return broken;
    }

    private static boolean fails(DynamicTest rule) {
        try {
            rule.getExecutable().execute();
            return false;
        } catch (Throwable violation) {
            assertThat(violation).isInstanceOf(AssertionError.class);
            return true;
        }
    }

    @Test
    void leaveACleanHouseAlone() throws IOException {
        with("house", "House", "class House { house.kitchen.Cook cook; }");
        with("house.kitchen", "Cook", "public class Cook { house.cellar.Wine wine; static final int POTS = 3; }");
        with("house.cellar", "Wine", "public class Wine { com.google.fake.Cork cork; }");
        file("com.google.fake", "Cork", "package com.google.fake; public class Cork {}");

        assertThat(broken()).isEmpty();
    }

    @Test
    void noticeAnEdgeThatIsNotAllowed() throws IOException {
        with("house.kitchen", "Cook", "public class Cook {}");
        with("house.cellar", "Wine", "class Wine { house.kitchen.Cook cook; }");

        assertThat(broken()).containsExactly("room 'cellar' uses only []");
    }

    @Test
    void noticeACycle() throws IOException {
        with("house.kitchen", "Cook", "public class Cook { house.cellar.Wine wine; }");
        with("house.cellar", "Wine", "public class Wine { house.kitchen.Cook cook; }");

        assertThat(broken()).contains("rooms form no cycle");
    }

    @Test
    void noticeTwoTypesOfOneRoomThatKnowEachOther() throws IOException {
        with("house.kitchen", "Cook", "public class Cook { Pot pot; }");
        with("house.kitchen", "Pot", "public class Pot { Lid lid; static class Lid { Cook cook; } }");

        assertThat(broken(HouseRules::noTypeCycles)).containsExactly("types form no cycle");
        assertThat(broken()).isEmpty();
    }

    @Test
    void leaveATypeAndWhatIsNestedInItAlone() throws IOException {
        with("house.kitchen", "Pot", "public class Pot { Lid lid; static class Lid { Pot pot; } }");

        assertThat(broken(HouseRules::noTypeCycles)).isEmpty();
    }

    @Test
    void leaveAKnotAloneThatHasAReason() throws IOException {
        with("house.kitchen", "Cook", "public class Cook { Pot pot; }");
        with("house.kitchen", "Pot", "public class Pot { Cook cook; }");

        assertThat(broken(rules -> rules.noTypeCycles().knot("a pot calls its cook", "Cook", "Pot")))
                .isEmpty();
    }

    @Test
    void noticeAnExceptionThatNobodyNeeds() throws IOException {
        with("house.kitchen", "Cook", "public class Cook { Pot pot; }");
        with("house.kitchen", "Pot", "public class Pot {}");

        assertThat(broken(rules -> rules.noTypeCycles().knot("a pot calls its cook", "Cook", "Pot")))
                .singleElement()
                .asString()
                .endsWith("is needed");
    }

    @Test
    void noticeASeventhFileInTheRoot() throws IOException {
        for (int i = 1; i <= 6; i++) {
            with("house", "Door" + i, "class Door" + i + " { static class Key {} } class Lock" + i + " {}");
        }
        assertThat(broken(rules -> rules.rootAtMost(6))).isEmpty();

        with("house", "Door7", "class Door7 {}");
        assertThat(broken(rules -> rules.rootAtMost(6))).containsExactly("the root holds at most 6 files");
    }

    @Test
    void noticeARoomThatNobodyDeclared() throws IOException {
        with("house.attic", "Box", "class Box {}");

        assertThat(broken()).containsExactly("every package is a declared room");
    }

    @Test
    void noticeGooglesTypesInAnotherRoom() throws IOException {
        with("house.kitchen", "Cook", "class Cook { void use(com.google.fake.Cork cork) {} }");
        file("com.google.fake", "Cork", "package com.google.fake; public class Cork {}");

        assertThat(broken()).singleElement().asString().startsWith("Google's types only in");
    }

    @Test
    void noticeStaticState() throws IOException {
        with("house.cellar", "Wine", "class Wine { static int bottles; }");
        with(
                "house.kitchen",
                "Cook",
                "class Cook { static final java.util.HashMap<String, String> SEEN = new java.util.HashMap<>(); }");

        assertThat(broken())
                .containsExactlyInAnyOrder(
                        "static fields are final", "no static mutable state: two connectors share one JVM");
    }

    @Test
    void noticeAHiddenClock() throws IOException {
        with("house.cellar", "Wine", "class Wine { long age() { return System." + "currentTimeMillis(); } }");

        assertThat(broken()).containsExactly("time arrives as Clock, sleep as Pause");
    }

    @Test
    void noticeWornOutNames() throws IOException {
        with("house.cellar", "WineHelper", "class Wine" + "Helper {}");

        assertThat(broken()).singleElement().asString().startsWith("no Utils, Helper");
    }

    @Test
    void noticeAPackageThatIsNotNullMarked() throws IOException {
        unmarked("house.cellar", "Wine", "class Wine {}");

        assertThat(broken()).containsExactly("every package is @NullMarked");
    }

    @Test
    void noticeALoggerThatWorkersDoNotHave() throws IOException {
        with("house.cellar", "Wine", "class Wine { void log(org.slf4j.Logger logger) { logger.atInfo(); } }");
        file("org.slf4j", "Logger", "package org.slf4j; public interface Logger { Object atInfo(); }");

        assertThat(broken()).containsExactly("slf4j 1.7 API only");
    }
}
