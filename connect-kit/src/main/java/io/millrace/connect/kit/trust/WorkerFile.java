// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file on the worker that a connector's configuration names: a regular one below a size, within the operator's folders
 * where its use asks for that, or some are named. Whoever may write a configuration but not look into the worker's files
 * learns nothing of them: one answer says missing, unreadable, irregular, too large and out of bounds; the worker's log says
 * which.
 *
 * @param path as the configuration has it
 * @param mostBytes beyond these it is not read
 */
public record WorkerFile(String path, int mostBytes, Use use, AllowedPaths allowed) {
    /** Whether a connector's author can learn what is in any file by having a connector use it: one rule for all properties. */
    public enum Use {
        /**
         * Lines of any text: what becomes of records tells whether a guess is one of them. Only within the operator's
         * folders, of which there are none by default.
         */
        LINES,
        /**
         * A document of a form of its own, such as a key set or a policy; any other file gets the one answer. Any file,
         * unless folders are named.
         */
        DOCUMENT
    }

    private static final Logger LOG = LoggerFactory.getLogger(WorkerFile.class);
    private static final int KIBI = 1024;
    private static final List<Path> KERNEL = List.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));

    /** A file as this worker's operator allows it. */
    public static WorkerFile of(String path, int mostBytes, Use use) {
        return new WorkerFile(path, mostBytes, use, AllowedPaths.ofWorker());
    }

    /**
     * The whole content.
     *
     * @throws IllegalArgumentException with the one answer
     */
    public byte[] bytes() {
        try {
            Path file = file();
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            // Checked before it is opened: opening a pipe waits for its other end.
            if (!found.isRegularFile()) {
                throw refused("irregular");
            }
            if (found.size() > mostBytes) {
                throw refused("too large");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] content = in.readNBytes(mostBytes + 1); // files of the system have no size
                if (content.length > mostBytes) {
                    throw refused("too large");
                }
                return content;
            }
        } catch (IOException | InvalidPathException | SecurityException unreadable) {
            throw refused(unreadable.getClass().getSimpleName());
        }
    }

    /** What the kernel shows as files may wait for ever when it is read, or be another process's. */
    private Path file() throws IOException {
        boolean bounded = allowed.areSet() || use == Use.LINES;
        if (bounded && !allowed.contain(path)) {
            throw refused("outside");
        }
        Path real = Path.of(path).toRealPath();
        if (KERNEL.stream().anyMatch(real::startsWith)) {
            throw refused("the kernel's");
        }
        return real;
    }

    /** As {@link #bytes}, as text in UTF-8. */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** When it was changed last and how long it is, to see whether it has to be read again; the one answer as above. */
    public Object stamp() {
        try {
            Path file = file();
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.lastModifiedTime() + " " + found.size();
        } catch (IOException | InvalidPathException | SecurityException unreadable) {
            throw refused(unreadable.getClass().getSimpleName());
        }
    }

    /**
     * What may be said of a content that is of no use: why, within the operator's folders; elsewhere it is the one answer,
     * since otherwise any file could be tried.
     */
    public IllegalArgumentException unusable(String why) {
        return allowed.areSet() ? new IllegalArgumentException(why) : refused("content: " + why);
    }

    private IllegalArgumentException refused(String cause) {
        LOG.info("a file that a configuration names cannot be used path={} cause={}", OneLine.of(path), cause);
        return new IllegalArgumentException(
                !allowed.areSet() && use == Use.LINES
                        ? "no file is read for it: its path " + AllowedPaths.REFUSAL
                        : "there is no file for it; accepted: the path of a regular file that the worker"
                                + " may read, of at most " + mostBytes / KIBI + " KiB and in the right format"
                                + (allowed.areSet() ? ", in a folder of the JVM property " + AllowedPaths.PROPERTY : "")
                                + "; the worker's log says more");
    }
}
