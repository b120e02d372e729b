// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which version of a plugin this is, as Maven wrote it into {@code version.properties} beside the plugin's classes: the
 * jars of an archive are packed anew, without the manifest entries of the build.
 */
public final class PluginVersion {
    /** What classes say that no build has packed, as those that run from a development environment are. */
    public static final String UNRELEASED = "unreleased";

    private PluginVersion() {}

    /**
     * The version of a plugin.
     *
     * @param plugin a class of the package that has the resource
     */
    public static String of(Class<?> plugin) {
        Properties properties = new Properties();
        try (InputStream in = plugin.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        String version = properties.getProperty("version", UNRELEASED);
        return version.startsWith("${") ? UNRELEASED : version;
    }
}
