// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.catalog.event.EventJson;
import io.millrace.connect.kit.trust.AllowedPaths;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineageClientUtils;
import io.openlineage.client.transports.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends events to a file, a line each. The library's own (1.55.0) writes in pieces of 8 KiB, so that the lines of two
 * connectors mix, and keeps silent when it cannot write; here each line is one write, and a failure is one.
 */
final class FileTransport extends Transport {
    private final Path file;
    private final Consumer consumer;
    private final AllowedPaths allowed;

    /** @param allowed where files may be; looked at with each line, since links may come later */
    FileTransport(Path file, Consumer consumer, AllowedPaths allowed) {
        this.file = file.toAbsolutePath();
        this.consumer = consumer;
        this.allowed = allowed;
    }

    @Override
    public void emit(OpenLineage.RunEvent event) {
        append(EventJson.line(event, consumer));
    }

    @Override
    public void emit(OpenLineage.DatasetEvent event) {
        append(OpenLineageClientUtils.toJson(event));
    }

    @Override
    public void emit(OpenLineage.JobEvent event) {
        append(OpenLineageClientUtils.toJson(event));
    }

    /** The file is closed after each line. */
    @Override
    public void close() {}

    private void append(String line) {
        try {
            if (!allowed.contain(file)) {
                throw new IOException("not in a folder of the JVM property " + AllowedPaths.PROPERTY);
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new IOException("not a regular file"); // opening a pipe waits for its other end
            }
            ByteBuffer bytes =
                    ByteBuffer.wrap(((endsInside() ? "\n" : "") + line + "\n").getBytes(StandardCharsets.UTF_8));
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                writeWhole(channel, bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether somebody's last line has no end: a worker may have died in the middle of it. */
    private boolean endsInside() throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) == 0) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
        }
    }

    /** A line that cannot be ended, as on a full disk, is taken back: the next one must not follow its first half. */
    private static void writeWhole(FileChannel channel, ByteBuffer bytes) throws IOException {
        long start = channel.size();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            boolean nobodyFollowed = channel.size() == start + bytes.position();
            if (bytes.position() > 0 && nobodyFollowed) {
                channel.truncate(start);
            }
            throw e;
        }
    }
}
