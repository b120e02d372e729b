// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.JobConfigurationLoad;
import com.google.api.services.bigquery.model.JobStatistics3;
import io.millrace.connect.emulator.load.LoadFiles.LoadFile;
import io.millrace.connect.emulator.store.DiscardStats;
import io.millrace.connect.emulator.store.WarehouseException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** A load job whose rows are counted, by Avro's block headers or by lines, and thrown away: for benchmarks. */
final class DiscardedLoad {
    private final String resource;
    private final DiscardStats discarded;
    private long files;
    private long bytes;
    private long rows;

    DiscardedLoad(String resource, DiscardStats discarded) {
        this.resource = resource;
        this.discarded = discarded;
    }

    LoadOutcome run(LoadFiles objects, JobConfigurationLoad options, Dataset dataset) {
        objects.each(options.getSourceUris(), dataset, file -> count(LoadOptions.format(options), file));
        discarded.count(resource, rows, bytes);
        JobStatistics3 statistics = new JobStatistics3()
                .setInputFiles(files)
                .setInputFileBytes(bytes)
                .setOutputRows(rows)
                .setOutputBytes(bytes);
        return new LoadOutcome(statistics, /* failed= */ false, List.of());
    }

    private void count(String format, LoadFile file) {
        files++;
        bytes += file.size();
        InputStream raw = file.open();
        try {
            rows += switch (format) {
                case "AVRO" -> records(raw);
                case "NEWLINE_DELIMITED_JSON" -> lines(file.isZipped() ? new GZIPInputStream(raw) : raw);
                default -> throw WarehouseException.notImplemented("load jobs of format " + format + " with --discard");
            };
        } catch (IOException broken) {
            throw LoadFailure.of(file.uri(), "the file cannot be read.");
        }
    }

    private static long records(InputStream file) throws IOException {
        long count = 0;
        try (DataFileStream<GenericRecord> blocks = new DataFileStream<>(file, new GenericDatumReader<>())) {
            while (blocks.hasNext()) {
                blocks.nextBlock();
                count += blocks.getBlockCount();
            }
        }
        return count;
    }

    private static long lines(InputStream file) throws IOException {
        long count = 0;
        byte[] buffer = new byte[1 << 16];
        for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
            for (int i = 0; i < read; i++) {
                count += buffer[i] == '\n' ? 1 : 0;
            }
        }
        return count;
    }
}
