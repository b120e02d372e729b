// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A worker's {@code plugin.path}, filled as a user fills it: each archive unzipped into one directory, Debezium beside.
 *
 * @param directories what the property names, in order
 */
public record PluginPath(List<Path> directories) {

    public PluginPath {
        directories = List.copyOf(directories);
    }

    /** Unzips the project's archives. */
    public static PluginPath install(Project project, RunDirectories directories) {
        Path plugins = directories.directory("plugins");
        for (Path archive : project.pluginArchives()) {
            unzip(archive, plugins);
        }
        return new PluginPath(List.of(plugins, project.debezium()));
    }

    String property() {
        return String.join(",", directories.stream().map(Path::toString).toList());
    }

    private static void unzip(Path archive, Path into) {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                Path file = into.resolve(entry.getName()).normalize();
                if (!file.startsWith(into)) {
                    throw new IOException(archive + ": entry " + entry.getName() + " leaves the directory");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    try (InputStream content = zip.getInputStream(entry)) {
                        Files.copy(content, file);
                    }
                }
            }
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }
}
