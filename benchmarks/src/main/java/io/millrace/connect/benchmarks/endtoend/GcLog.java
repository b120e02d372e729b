// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The worker's {@code -Xlog:gc} file: the heap that is in use after a collection is what the worker really keeps. */
final class GcLog {

    // … Pause Young (Normal) (G1 Evacuation Pause) 123M->45M(256M) 3.210ms
    private static final Pattern PAUSE = Pattern.compile("Pause .* \\d+M->(\\d+)M\\(\\d+M\\)");

    private final Path file;

    GcLog(Path file) {
        this.file = file;
    }

    /** How far it is written; pass it to {@link #peakAfter(int)}. */
    int position() {
        return lines().size();
    }

    /** The most megabytes in use after any collection since {@code position}. */
    long peakAfter(int position) {
        long peak = 0;
        List<String> lines = lines();
        for (String line : lines.subList(position, lines.size())) {
            Matcher pause = PAUSE.matcher(line);
            if (pause.find()) {
                peak = Math.max(peak, Long.parseLong(pause.group(1)));
            }
        }
        return peak;
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
