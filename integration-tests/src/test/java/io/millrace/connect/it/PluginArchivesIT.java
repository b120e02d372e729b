// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.quickstart.stack.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PluginArchivesIT {

    private static final long MEGABYTE = 1_000_000;

    static List<Path> archives() {
        return Project.around(Path.of("")).pluginArchives();
    }

    @ParameterizedTest
    @MethodSource("archives")
    void holdWhatConfluentHubExpects(Path archive) throws IOException {
        List<String> entries = entries(archive);

        String root = entries.get(0).substring(0, entries.get(0).indexOf('/') + 1);
        assertThat(entries)
                .allMatch(entry -> entry.startsWith(root))
                .contains(root + "manifest.json", root + "doc/LICENSE")
                .anyMatch(entry -> entry.startsWith(root + "lib/connect-") && entry.endsWith(".jar"));
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            String manifest = new String(
                    zip.getInputStream(zip.getEntry(root + "manifest.json")).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(manifest).contains("\"component_types\"", "\"Apache License 2.0\"", "\"millrace\"");
        }
    }

    @ParameterizedTest
    @MethodSource("archives")
    void leaveOutWhatTheWorkerProvides(Path archive) throws IOException {
        assertThat(entries(archive))
                .noneMatch(entry -> entry.matches(
                        ".*/lib/(connect-(api|json|runtime|transforms)|kafka|slf4j|log4j|logback|reload4j).*"))
                // Native code that two class loaders had a copy of each: the second could not load it
                .noneMatch(entry -> entry.matches(".*/lib/(zstd-jni|snappy-java).*"))
                .noneMatch(entry -> entry.contains("/lib/emulator") || entry.contains("/lib/testkit"));
    }

    @ParameterizedTest
    @MethodSource("archives")
    void stayWithinTheirSize(Path archive) throws IOException {
        long limit = archive.toString().contains("bigquery")
                ? 65
                : archive.toString().contains("dlp") ? 15 : 25;

        assertThat(Files.size(archive)).isLessThan(limit * MEGABYTE);
    }

    private static List<String> entries(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile());
                Stream<String> names = zip.stream().map(entry -> entry.getName())) {
            return names.toList();
        }
    }
}
