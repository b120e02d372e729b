// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A built checkout and where its parts lie. Only {@code mvn package} writes there; a missing part is an
 * {@link IllegalStateException} that names it and the command that builds it.
 */
public record Project(Path home) {

    public Project {
        home = home.toAbsolutePath().normalize();
    }

    /** The checkout that a class of ours was built in: tests run somewhere below it. */
    public static Project around(Path directory) {
        for (Path at = directory.toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("quickstart.sh"))) {
                return new Project(at);
            }
        }
        throw new IllegalStateException("no quickstart.sh in or above " + directory + ": not a Millrace checkout");
    }

    /** The jars of the newest supported Kafka: broker and worker. */
    public String newestKafka() {
        return jarsIn(home.resolve("workers/newest/target/libs")) + File.pathSeparator + ownCode();
    }

    /** The jars of the oldest supported Kafka: worker. */
    public String oldestKafka() {
        return jarsIn(home.resolve("workers/oldest/target/libs")) + File.pathSeparator + ownCode();
    }

    /** The emulator, as a jar that needs no other. */
    public String emulator() {
        return onlyOne(home.resolve("emulator/target"), "-standalone.jar") + File.pathSeparator + ownCode();
    }

    /** Ours with all that it needs, PostgreSQL among it. */
    public String ownClassPath() {
        return ownCode() + File.pathSeparator + jarsIn(home.resolve("quickstart/target/libs"));
    }

    /** The archives that a user would install, one per plugin, as the last build packed them. */
    public List<Path> pluginArchives() {
        return Stream.of("connect-bigquery-sink", "connect-dlp-transform", "connect-catalog-smt")
                .map(module -> onlyOne(home.resolve(module).resolve("target/components/packages"), ".zip"))
                .toList();
    }

    /** A plugin directory with nothing in it but Debezium's PostgreSQL connector. */
    public Path debezium() {
        return present(home.resolve("quickstart/target/debezium"));
    }

    /** A file under {@code config/}. */
    public Path config(String name) {
        return present(home.resolve("config").resolve(name));
    }

    private static Path onlyOne(Path directory, String ending) {
        try (Stream<Path> files = Files.list(present(directory))) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(ending)).toList();
            if (found.size() != 1) {
                throw new IllegalStateException(directory + " holds " + found.size() + " files *" + ending
                        + " instead of one: run mvn clean package");
            }
            return found.get(0);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String jarsIn(Path directory) {
        return present(directory) + File.separator + "*";
    }

    private static Path present(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalStateException(path + " is missing: run mvn -Dquick package -pl quickstart -am");
        }
        return path;
    }

    private static String ownCode() {
        try {
            return Path.of(Project.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException notAFile) {
            throw new IllegalStateException("our own code is not in a file", notAFile);
        }
    }
}
