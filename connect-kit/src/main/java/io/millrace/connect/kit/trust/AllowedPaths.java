// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Folders of the worker in which a connector's configuration may name files, as the worker's operator says in a property
 * of the JVM, a comma-separated list of absolute paths like the {@code allowed.paths} of Kafka's
 * {@code DirectoryConfigProvider}. Links are followed before a path is judged, so none leads out.
 */
public record AllowedPaths(List<Path> folders) {
    /** The property of the worker's JVM. */
    public static final String PROPERTY = "millrace.allowed.paths";

    /** What is refused of a path that is in none of the folders, and who can change that. */
    public static final String REFUSAL =
            "is in no folder that the worker's operator allows; folders are named by the JVM" + " property " + PROPERTY
                    + ", e.g. -D" + PROPERTY + "=/etc/connect in KAFKA_OPTS";

    /** Linux has no longer ones, and each name of a path is looked at. */
    private static final int LONGEST = 4096;

    public AllowedPaths {
        folders = List.copyOf(folders);
    }

    /** What this worker's operator allows. ConfigException names the entry that is no absolute path. */
    public static AllowedPaths ofWorker() {
        return parse(System.getProperty(PROPERTY, ""));
    }

    static AllowedPaths parse(String list) {
        return new AllowedPaths(Arrays.stream(list.split(","))
                .map(String::trim)
                .filter(entry -> !entry.isEmpty())
                .map(AllowedPaths::folder)
                .toList());
    }

    private static Path folder(String entry) {
        try {
            Path path = Path.of(entry);
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException malformed) {
            // falls through to the one message
        }
        throw new ConfigException(
                "JVM property " + PROPERTY + ": '" + entry + "' is not accepted; accepted: absolute paths of folders");
    }

    /** Whether the operator named any folder. */
    public boolean areSet() {
        return !folders.isEmpty();
    }

    /** As {@link #contain(Path)}, for a text that may be no path at all, and is not contained then. */
    public boolean contain(String path) {
        try {
            return path.length() <= LONGEST && contain(Path.of(path));
        } catch (InvalidPathException malformed) {
            return false;
        }
    }

    /**
     * Whether a path is at or below one of the folders, after following links; what does not exist yet is judged by the
     * nearest folder above it that does. False where no folder is named.
     */
    public boolean contain(Path path) {
        try {
            Path real = real(path.toAbsolutePath());
            for (Path folder : folders) {
                if (real.startsWith(real(folder))) {
                    return true;
                }
            }
        } catch (IOException unreadable) {
            return false; // a loop of links, or a folder that the worker may not look into
        }
        return false;
    }

    /** With every link followed; names that do not exist are kept, and none of them may be {@code ..} or a broken link. */
    private static Path real(Path path) throws IOException {
        if (Files.exists(path)) {
            return path.toRealPath();
        }
        Path above = path.getParent();
        @Nullable Path name = path.getFileName();
        if (above == null
                || name == null
                || name.toString().equals("..")
                || Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("leads nowhere");
        }
        return real(above).resolve(name).normalize();
    }
}
