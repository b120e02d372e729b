// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.gcs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An object's bytes, which never change. */
@FunctionalInterface
interface Content {
    /** All of them; do not write to the array. */
    byte[] read();

    static Content inMemory(byte[] bytes) {
        return () -> bytes;
    }

    static Content onDisk(Path file) {
        return () -> {
            try {
                return Files.readAllBytes(file);
            } catch (IOException lost) {
                throw new UncheckedIOException("an object's file cannot be read", lost);
            }
        };
    }
}
