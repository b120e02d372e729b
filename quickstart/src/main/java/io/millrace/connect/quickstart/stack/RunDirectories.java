// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where a stack writes: a data directory that goes with it, and a log directory that stays.
 *
 * @param data deleted by {@link #close()}
 * @param logs one file per process
 */
public record RunDirectories(Path data, Path logs) implements AutoCloseable {

    /** A new data directory beside others of the same machine; {@code logs} is created where missing. */
    public static RunDirectories withLogsIn(Path logs) {
        try {
            return new RunDirectories(Files.createTempDirectory("millrace-"), Files.createDirectories(logs));
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    Path directory(String name) {
        try {
            return Files.createDirectories(data.resolve(name));
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    Path log(String name) {
        return logs.resolve(name + ".log");
    }

    @Override
    public void close() {
        if (!Files.exists(data)) {
            return;
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (IOException held) {
            throw new UncheckedIOException(held);
        }
    }
}
