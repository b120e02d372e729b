// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.connect.kit.trust.WorkerFile.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class WorkerFileTest {
    private static final AllowedPaths NONE = new AllowedPaths(List.of());

    @TempDir
    Path folder;

    private static String answer(String path, AllowedPaths allowed) {
        return String.valueOf(catchThrowable(() -> new WorkerFile(path, 1024, Use.DOCUMENT, allowed).bytes()));
    }

    @Test
    void readsARegularFileUpToItsSize() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[1024]);
        AllowedPaths here = new AllowedPaths(List.of(folder));

        assertThat(new WorkerFile(file.toString(), 1024, Use.DOCUMENT, NONE).bytes())
                .hasSize(1024);
        assertThat(new WorkerFile(file.toString(), 1024, Use.LINES, here).bytes())
                .hasSize(1024);
    }

    /** Whoever may try guesses at a file's lines learns it, whatever errors keep to themselves. */
    @Test
    void readsWhatWouldShowItsContentInTheOperatorsFoldersOnly() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        AllowedPaths here = new AllowedPaths(List.of(folder));

        assertThat(new WorkerFile(file.toString(), 1024, Use.LINES, here).text())
                .isEqualTo("x");
        for (String path : List.of(file.toString(), folder + "/missing", "/etc/passwd", "\0", "")) {
            WorkerFile closed = new WorkerFile(path, 1024, Use.LINES, NONE);
            assertThat(List.of(catchThrowable(closed::bytes), catchThrowable(closed::stamp), closed.unusable("line 1")))
                    .extracting(Throwable::getMessage)
                    .as(path)
                    .containsOnly("no file is read for it: its path " + AllowedPaths.REFUSAL);
        }
    }

    @Test
    @Timeout(10)
    void givesOneAnswerToEverythingElse() throws Exception {
        Path large = Files.write(folder.resolve("large"), new byte[1025]);
        Path pipe = folder.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        Path out = Files.createTempFile("out", null);
        try {
            for (AllowedPaths allowed : List.of(NONE, new AllowedPaths(List.of(folder)))) {
                assertThat(List.of(
                                folder + "/missing",
                                folder.toString(),
                                large.toString(),
                                pipe.toString(),
                                "/dev/zero",
                                "/proc/self/mem",
                                "/proc/version",
                                "/proc/kmsg",
                                linked("/proc/version"),
                                "/a".repeat(5_000),
                                "\0",
                                ""))
                        .extracting(path -> answer(path, allowed))
                        .containsOnly(answer(folder + "/missing", allowed));
            }
            assertThat(answer(out.toString(), new AllowedPaths(List.of(folder))))
                    .isEqualTo(answer("/missing", new AllowedPaths(List.of(folder))))
                    .contains(AllowedPaths.PROPERTY);
        } finally {
            Files.delete(out);
        }
    }

    private String linked(String file) throws IOException {
        Path link = folder.resolve("link");
        return (Files.exists(link) ? link : Files.createSymbolicLink(link, Path.of(file))).toString();
    }

    @Test
    void tellsOfAContentOnlyWithinTheOperatorsFolders() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");

        assertThat(new WorkerFile(file.toString(), 1024, Use.DOCUMENT, NONE).unusable("line 1 is wrong"))
                .hasToString(answer(folder + "/missing", NONE));
        assertThat(new WorkerFile(file.toString(), 1024, Use.DOCUMENT, new AllowedPaths(List.of(folder)))
                        .unusable("line 1 is wrong"))
                .hasMessage("line 1 is wrong");
    }
}
