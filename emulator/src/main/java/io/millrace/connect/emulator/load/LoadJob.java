// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.ErrorProto;
import com.google.api.services.bigquery.model.JobConfigurationLoad;
import com.google.api.services.bigquery.model.JobStatistics3;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.store.DiscardStats;
import io.millrace.connect.emulator.store.StoredTable;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import io.millrace.connect.emulator.store.WarehouseException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One load job: all files in one transaction, or nothing. */
public final class LoadJob {
    private static final int MOST_URIS = 10_000;
    /** The formats that one bad record does not end; of the others {@code maxBadRecords} is not asked. */
    private static final Set<String> BY_RECORD = Set.of("CSV", "NEWLINE_DELIMITED_JSON");

    private final Warehouse warehouse;
    private final ObjectReader objects;
    private final JobConfigurationLoad options;
    private final TableName target;
    private final @Nullable DiscardStats discarded;
    private final byte @Nullable [] uploaded;

    /**
     * Where a job's files are.
     *
     * @param objects finds those that its URIs name
     * @param uploaded the file that it came with, in their place; null if it came alone
     */
    @SuppressWarnings("ArrayRecordComponent") // handed through once
    public record Files(ObjectReader objects, byte @Nullable [] uploaded) {}

    /** A job of {@code project}; refuses what it cannot do before it has an id. */
    public LoadJob(
            Warehouse warehouse,
            Files files,
            String project,
            JobConfigurationLoad options,
            @Nullable DiscardStats discarded) {
        this.warehouse = warehouse;
        this.objects = files.objects();
        this.uploaded = files.uploaded();
        this.options = options;
        this.discarded = discarded;
        if (options.getDestinationTable() == null) {
            throw WarehouseException.invalid("Required parameter is missing: destinationTable");
        }
        if (options.getDestinationTable().getProjectId() == null) {
            options.getDestinationTable().setProjectId(project);
        }
        this.target = TableName.of(options.getDestinationTable());
        checkUris();
        LoadOptions.refuseUnsupported(options);
    }

    private void checkUris() {
        List<String> uris = options.getSourceUris();
        boolean none = uris == null || uris.isEmpty();
        if (uploaded != null) {
            if (!none) {
                throw WarehouseException.invalid("Load configuration must not specify source URIs and upload a file");
            }
            return;
        }
        if (uris == null || none) {
            throw WarehouseException.invalid("Load configuration must specify at least one source URI");
        }
        if (uris.size() > MOST_URIS) {
            throw WarehouseException.invalid(
                    "Too many source URIs: " + uris.size() + ", at most " + MOST_URIS + " are allowed in a load job");
        }
        uris.forEach(GcsUri::parse);
    }

    public TableName target() {
        return target;
    }

    /** The table that it loads, as {@code project.dataset.table}. */
    public String resource() {
        return target.project() + "." + target.dataset() + "." + target.table();
    }

    /** Refuses, before the job has an id, who may not write the table or make it. */
    public void checkRights() {
        warehouse.permissions().require(target.toString(), "bigquery.tables.updateData", "Table");
        if (warehouse.table(target).isEmpty() && !"CREATE_NEVER".equals(options.getCreateDisposition())) {
            warehouse.permissions().require(target.inDataset().toString(), "bigquery.tables.create", "Dataset");
        }
    }

    /** Runs the job in a location, which must be the dataset's. */
    public LoadOutcome run(String location) {
        try {
            return load(location);
        } catch (LoadFailure failure) {
            return LoadOutcome.failed(failure.errors());
        } catch (WarehouseException refused) {
            return LoadOutcome.failed(LoadFailure.of(refused).errors());
        }
    }

    private LoadOutcome load(String location) {
        Dataset dataset = warehouse
                .dataset(target.inDataset())
                .orElseThrow(() -> LoadFailure.notFound("Dataset " + target.inDataset()));
        if (!dataset.getLocation().equalsIgnoreCase(location)) {
            throw LoadFailure.notFound("Dataset " + target.inDataset() + " was not found in location " + location);
        }
        LoadFiles files = new LoadFiles(objects, warehouse.permissions());
        byte[] upload = uploaded;
        DiscardStats counter = discarded;
        if (counter != null && upload != null) {
            throw WarehouseException.notImplemented("media upload where rows are discarded");
        }
        if (counter != null) {
            return new DiscardedLoad(resource(), counter).run(files, options, dataset);
        }
        Destination destination = destination();
        LoadedRows rows = new LoadedRows(LoadOptions.source(options, warehouse), options, expected(destination));
        if (upload == null) {
            files.each(options.getSourceUris(), dataset, rows::add);
        } else {
            LoadFiles.uploaded(upload, rows::add);
        }
        return warehouse.write(connection -> write(destination, rows));
    }

    private LoadOutcome write(Destination destination, LoadedRows rows) {
        StoredTable table = destination.prepare(rows.fields());
        rows.check(row -> warehouse.refusal(table, row));
        List<ErrorProto> bad = rows.bad();
        boolean counted = BY_RECORD.contains(LoadOptions.format(options));
        long allowed = counted && options.getMaxBadRecords() != null ? options.getMaxBadRecords() : 0;
        if (bad.size() > allowed) {
            throw counted ? LoadFailure.tooMany(bad, allowed) : LoadFailure.of(bad.get(0));
        }
        warehouse.insert(table.name(), rows.all());
        JobStatistics3 statistics = rows.statistics();
        return new LoadOutcome(statistics.setBadRecords((long) bad.size()), /* failed= */ false, bad);
    }

    private Destination destination() {
        Table wanted = new Table()
                .setTableReference(target.reference())
                .setTimePartitioning(options.getTimePartitioning())
                .setRangePartitioning(options.getRangePartitioning())
                .setClustering(options.getClustering())
                .setEncryptionConfiguration(options.getDestinationEncryptionConfiguration());
        String disposition = options.getWriteDisposition() == null ? "WRITE_APPEND" : options.getWriteDisposition();
        return new Destination(
                warehouse, wanted, options.getCreateDisposition(), disposition, options.getSchemaUpdateOptions());
    }

    /** The columns that files without a schema of their own are read by. */
    private List<TableFieldSchema> expected(Destination destination) {
        List<TableFieldSchema> configured = LoadOptions.configured(options);
        return configured.isEmpty()
                ? destination.current().map(StoredTable::fields).orElse(List.of())
                : configured;
    }
}
