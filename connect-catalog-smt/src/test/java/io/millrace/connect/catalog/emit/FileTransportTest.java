// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.catalog.event.EventWriter;
import io.millrace.connect.kit.trust.AllowedPaths;
import io.openlineage.client.OpenLineage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileTransportTest {
    @TempDir
    Path folder;

    private static OpenLineage.RunEvent event() {
        return new OpenLineage(EventWriter.PRODUCER).newRunEventBuilder().build();
    }

    @Test
    void aLineThatHasNoEndDoesNotSpoilTheNext() throws IOException {
        Path file = folder.resolve("lineage.ndjson");
        Files.writeString(file, "{\"half\": ");
        FileTransport transport = new FileTransport(file, Consumer.OPENLINEAGE, new AllowedPaths(List.of(folder)));

        transport.emit(event());
        transport.emit(event());

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        assertThat(lines.subList(1, 3)).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    @Test
    void writesNothingThroughALinkThatLeadsOutOfTheOperatorsFolder() throws IOException {
        Path inside = Files.createDirectory(folder.resolve("in"));
        Path profile = Files.writeString(folder.resolve("profile"), "");
        Files.createSymbolicLink(inside.resolve("lineage.ndjson"), profile);
        FileTransport transport = new FileTransport(
                inside.resolve("lineage.ndjson"), Consumer.OPENLINEAGE, new AllowedPaths(List.of(inside)));

        assertThatThrownBy(() -> transport.emit(event())).isInstanceOf(UncheckedIOException.class);

        assertThat(profile).isEmptyFile();
    }

    @Test
    void aFullDiskIsAFailure() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "needs /dev/full");

        assertThatThrownBy(
                        () -> new FileTransport(full, Consumer.OPENLINEAGE, new AllowedPaths(List.of(Path.of("/dev"))))
                                .emit(event()))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    @Timeout(30)
    void writesIntoRegularFilesOnly(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();

        for (Path file : List.of(pipe, folder)) {
            FileTransport transport = new FileTransport(file, Consumer.OPENLINEAGE, new AllowedPaths(List.of(folder)));

            assertThatThrownBy(() -> transport.emit(new OpenLineage(EventWriter.PRODUCER)
                            .newRunEventBuilder()
                            .build()))
                    .hasMessageContaining("not a regular file");
        }
    }
}
