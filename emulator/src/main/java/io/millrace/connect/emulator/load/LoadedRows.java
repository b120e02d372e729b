// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.ErrorProto;
import com.google.api.services.bigquery.model.JobConfigurationLoad;
import com.google.api.services.bigquery.model.JobStatistics3;
import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.load.LoadFiles.LoadFile;
import io.millrace.connect.emulator.store.WarehouseException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** What a job's files hold, each row with the file that it is of. */
final class LoadedRows {
    private final Source source;
    private final boolean ignoreUnknown;
    private final boolean mayBeZipped;
    private final List<TableFieldSchema> expected;
    private final List<TableFieldSchema> fields = new ArrayList<>();
    private final List<Loaded> rows = new ArrayList<>();
    private final List<ErrorProto> bad = new ArrayList<>();
    private @Nullable Boolean zipped;
    private long files;
    private long bytes;

    private record Loaded(String uri, Map<String, @Nullable Object> row) {}

    /** Rows as {@code source} reads them; {@code expected} is what the job or else the table says of columns. */
    LoadedRows(Source source, JobConfigurationLoad options, List<TableFieldSchema> expected) {
        this.source = source;
        this.ignoreUnknown = Boolean.TRUE.equals(options.getIgnoreUnknownValues());
        this.mayBeZipped = !List.of("AVRO", "PARQUET").contains(LoadOptions.format(options));
        this.expected = expected;
    }

    void add(LoadFile file) {
        files++;
        bytes += file.size();
        Incoming part = read(file);
        boolean prune = ignoreUnknown && !expected.isEmpty();
        List<TableFieldSchema> found = prune ? Columns.known(part.fields(), expected) : part.fields();
        for (TableFieldSchema field : found) {
            if (Columns.find(fields, field.getName()) == null) {
                fields.add(field);
            }
        }
        for (Map<String, @Nullable Object> row : part.rows()) {
            rows.add(new Loaded(file.uri(), prune ? Columns.knownValues(row, expected) : row));
        }
        part.bad().forEach(what -> bad.add(LoadFailure.error(file.uri(), what)));
    }

    private Incoming read(LoadFile file) {
        try {
            return source.read(open(file), expected);
        } catch (IOException broken) {
            throw LoadFailure.of(file.uri(), broken.getMessage() + ".");
        } catch (WarehouseException refused) {
            if (refused.reason() == WarehouseException.Reason.INVALID) {
                throw LoadFailure.of(file.uri(), refused.text() + ".");
            }
            throw refused;
        }
    }

    private InputStream open(LoadFile file) throws IOException {
        InputStream raw = file.open();
        if (!mayBeZipped) {
            return raw;
        }
        if (zipped != null && zipped != file.isZipped()) {
            throw new IOException("compressed and uncompressed files cannot be in the same load job");
        }
        zipped = file.isZipped();
        return file.isZipped() ? new GZIPInputStream(raw) : raw;
    }

    /** Takes out the rows that {@code refusal} says something of. */
    void check(Function<Map<String, @Nullable Object>, Optional<String>> refusal) {
        rows.removeIf(loaded -> {
            Optional<String> why = refusal.apply(loaded.row());
            why.ifPresent(what -> bad.add(LoadFailure.error(loaded.uri(), what)));
            return why.isPresent();
        });
    }

    List<TableFieldSchema> fields() {
        return fields;
    }

    List<Map<String, @Nullable Object>> all() {
        return rows.stream().map(Loaded::row).toList();
    }

    List<ErrorProto> bad() {
        return bad;
    }

    JobStatistics3 statistics() {
        return new JobStatistics3()
                .setInputFiles(files)
                .setInputFileBytes(bytes)
                .setOutputRows((long) rows.size())
                .setOutputBytes(bytes);
    }
}
