// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.JobConfigurationLoad;
import com.google.api.services.bigquery.model.JobStatistics3;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.store.StoredTable;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import io.millrace.connect.emulator.store.WarehouseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One load job: all files in one transaction, or nothing. */
public final class LoadJob {
    private final Warehouse warehouse;
    private final ObjectReader objects;
    private final JobConfigurationLoad options;
    private final TableName target;

    private long files;
    private long bytes;

    /** A job of {@code project}; refuses what it cannot do before it has an id. */
    public LoadJob(Warehouse warehouse, ObjectReader objects, String project, JobConfigurationLoad options) {
        this.warehouse = warehouse;
        this.objects = objects;
        this.options = options;
        if (options.getDestinationTable() == null) {
            throw WarehouseException.invalid("Required parameter is missing: destinationTable");
        }
        if (options.getDestinationTable().getProjectId() == null) {
            options.getDestinationTable().setProjectId(project);
        }
        this.target = TableName.of(options.getDestinationTable());
        if (target.table().indexOf('$') >= 0) {
            throw WarehouseException.notImplemented("partition decorators (" + target.table() + ") in load jobs");
        }
        if (options.getSourceUris() == null || options.getSourceUris().isEmpty()) {
            throw WarehouseException.notImplemented("load jobs without sourceUris (media upload)");
        }
        if (options.getHivePartitioningOptions() != null) {
            throw WarehouseException.notImplemented("hivePartitioningOptions in load jobs");
        }
    }

    /** Runs the job in a location, which must be the dataset's. */
    public JobStatistics3 run(String location) {
        Dataset dataset =
                warehouse.dataset(target.inDataset()).orElseThrow(() -> notFound("Dataset " + target.inDataset()));
        if (!dataset.getLocation().equalsIgnoreCase(location)) {
            throw notFound("Dataset " + target.inDataset() + " was not found in location " + location);
        }
        warehouse.permissions().require(target.toString(), "bigquery.tables.updateData", "Table");
        Table wanted = new Table()
                .setTableReference(target.reference())
                .setTimePartitioning(options.getTimePartitioning())
                .setRangePartitioning(options.getRangePartitioning())
                .setClustering(options.getClustering())
                .setEncryptionConfiguration(options.getDestinationEncryptionConfiguration());
        String disposition = options.getWriteDisposition() == null ? "WRITE_APPEND" : options.getWriteDisposition();
        Destination destination = new Destination(
                warehouse, wanted, options.getCreateDisposition(), disposition, options.getSchemaUpdateOptions());
        Incoming incoming = read(expected(destination));
        checkBad(incoming.bad());
        warehouse.write(connection -> {
            StoredTable table = destination.prepare(incoming.fields());
            warehouse.insert(table.name(), incoming.rows());
            return "";
        });
        return new JobStatistics3()
                .setInputFiles(files)
                .setInputFileBytes(bytes)
                .setOutputRows((long) incoming.rows().size())
                .setOutputBytes(bytes)
                .setBadRecords((long) incoming.bad().size());
    }

    /** The columns that files without a schema of their own are read by. */
    private List<TableFieldSchema> expected(Destination destination) {
        if (options.getSchema() != null && options.getSchema().getFields() != null) {
            return options.getSchema().getFields();
        }
        return destination.current().map(StoredTable::fields).orElse(List.of());
    }

    private Incoming read(List<TableFieldSchema> expected) {
        Source source = source();
        List<TableFieldSchema> fields = new ArrayList<>();
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        for (String uri : options.getSourceUris()) {
            Location place = Location.parse(uri);
            List<String> names = place.names(objects);
            if (names.isEmpty()) {
                throw notFound("URI " + uri);
            }
            for (String name : names) {
                Incoming part = read(source, place.bucket(), name, expected);
                part.fields().forEach(field -> {
                    if (Columns.find(fields, field.getName()) == null) {
                        fields.add(field);
                    }
                });
                rows.addAll(part.rows());
                bad.addAll(part.bad());
            }
        }
        return new Incoming(fields, rows, bad);
    }

    private Incoming read(Source source, String bucket, String name, List<TableFieldSchema> expected) {
        String uri = "gs://" + bucket + "/" + name;
        try (InputStream object = objects.open(bucket, name).orElseThrow(() -> notFound("URI " + uri))) {
            byte[] content = object.readAllBytes();
            files++;
            bytes += content.length;
            boolean zipped = content.length > 2 && content[0] == (byte) 0x1f && content[1] == (byte) 0x8b;
            InputStream raw = new ByteArrayInputStream(content);
            return source.read(zipped ? new GZIPInputStream(raw) : raw, expected);
        } catch (IOException broken) {
            throw new WarehouseException(
                    WarehouseException.Reason.INVALID,
                    "Error while reading data, error message: " + uri + ": " + broken.getMessage(),
                    broken);
        }
    }

    private Source source() {
        String format = options.getSourceFormat() == null ? "CSV" : options.getSourceFormat();
        return switch (format) {
            case "NEWLINE_DELIMITED_JSON" -> new JsonLines(Boolean.TRUE.equals(options.getIgnoreUnknownValues()));
            case "CSV" -> new CsvFile(warehouse, options);
            case "AVRO" ->
                new AvroFile(
                        Boolean.TRUE.equals(options.getUseAvroLogicalTypes()),
                        options.getDecimalTargetTypes() == null ? List.of() : options.getDecimalTargetTypes());
            case "PARQUET" -> new ParquetFile(warehouse);
            default -> throw WarehouseException.notImplemented("load jobs of format " + format);
        };
    }

    private void checkBad(List<String> bad) {
        long allowed = options.getMaxBadRecords() == null ? 0 : options.getMaxBadRecords();
        if (bad.size() > allowed) {
            throw WarehouseException.invalid("Error while reading data, error message: too many errors, giving up."
                    + " Errors: " + bad.size() + "; max bad: " + allowed + "; first: " + bad.get(0));
        }
    }

    private static WarehouseException notFound(String what) {
        return new WarehouseException(WarehouseException.Reason.NOT_FOUND, "Not found: " + what);
    }

    /** A {@code gs://} URI, with at most one asterisk in the object's name. */
    private record Location(String bucket, String name) {
        static Location parse(String uri) {
            int slash = uri.indexOf('/', "gs://".length());
            if (!uri.startsWith("gs://") || slash < 0 || slash == uri.length() - 1) {
                throw WarehouseException.invalid("Source URI must be a Google Cloud Storage location: " + uri);
            }
            return new Location(uri.substring("gs://".length(), slash), uri.substring(slash + 1));
        }

        List<String> names(ObjectReader objects) {
            int star = name.indexOf('*');
            if (star < 0) {
                return List.of(name);
            }
            String suffix = name.substring(star + 1);
            if (suffix.indexOf('*') >= 0) {
                throw WarehouseException.invalid("Only one wildcard is allowed in a source URI: " + name);
            }
            String prefix = name.substring(0, star);
            return objects.list(bucket, prefix).stream()
                    .filter(found -> found.length() >= prefix.length() + suffix.length() && found.endsWith(suffix))
                    .toList();
        }
    }
}
