// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version that a plugin has to tell: the project's where Maven has filled it in, none where nothing has. */
public final class BuildVersion {
    /** The first one in the parent's POM is its own. */
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

    private BuildVersion() {}

    /**
     * The version of a plugin.
     *
     * @param plugin a class beside {@code version.properties}
     */
    public static String of(Class<?> plugin) {
        URL resource = Objects.requireNonNull(plugin.getResource("version.properties"), "version.properties");
        return resource.getPath().contains("/target/") ? ofTheProject() : "unreleased";
    }

    private static String ofTheProject() {
        try {
            Matcher version = VERSION.matcher(Files.readString(Path.of("..", "pom.xml")));
            if (version.find()) {
                return version.group(1);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        throw new IllegalStateException("the parent's POM has no version");
    }
}
