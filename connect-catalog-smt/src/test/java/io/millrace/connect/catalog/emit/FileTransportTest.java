// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.catalog.event.EventWriter;
import io.openlineage.client.OpenLineage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
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
        FileTransport transport = new FileTransport(file, Consumer.OPENLINEAGE);

        transport.emit(event());
        transport.emit(event());

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        assertThat(lines.subList(1, 3)).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    @Test
    void aFullDiskIsAFailure() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "needs /dev/full");

        assertThatThrownBy(() -> new FileTransport(full, Consumer.OPENLINEAGE).emit(event()))
                .isInstanceOf(UncheckedIOException.class);
    }
}
