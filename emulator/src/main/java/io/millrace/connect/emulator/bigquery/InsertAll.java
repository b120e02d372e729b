// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.api.services.bigquery.model.ErrorProto;
import com.google.api.services.bigquery.model.TableDataInsertAllRequest;
import com.google.api.services.bigquery.model.TableDataInsertAllResponse;
import com.google.api.services.bigquery.model.TableDataInsertAllResponse.InsertErrors;
import io.millrace.connect.emulator.faults.Call;
import io.millrace.connect.emulator.faults.Disruption;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.Request;
import io.millrace.connect.emulator.http.Response;
import io.millrace.connect.emulator.json.JsonRow;
import io.millrace.connect.emulator.json.RowProblem;
import io.millrace.connect.emulator.store.DiscardStats;
import io.millrace.connect.emulator.store.StoredTable;
import io.millrace.connect.emulator.store.Streaming;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code tabledata.insertAll}, by https://cloud.google.com/bigquery/docs/write-api-rest and its quotas (2026-08). */
final class InsertAll {
    private static final int MAX_BYTES = 10_000_000;
    private static final int MAX_ROWS = 50_000;
    private static final int MAX_ID = 128;
    private static final int MAX_TRACE = 36;

    private final Warehouse warehouse;
    private final BigQuerySettings settings;
    private final StreamingViews views;
    private final InsertIds insertIds;

    InsertAll(Warehouse warehouse, BigQuerySettings settings) {
        this.warehouse = warehouse;
        this.settings = settings;
        this.views = new StreamingViews(warehouse);
        this.insertIds = new InsertIds(warehouse.clock());
    }

    /** What one request made of its rows. */
    private record Rows(List<Map<String, @Nullable Object>> good, List<InsertErrors> errors, boolean stopped) {}

    Response handle(Request request) {
        TableName name = Names.table(request);
        if (name.table().indexOf('$') >= 0) {
            throw ApiException.notImplemented("partition decorators in tabledata.insertAll");
        }
        warehouse.permissions().require(name.inDataset().toString(), "bigquery.datasets.get", "Dataset");
        warehouse.permissions().require(name.toString(), "bigquery.tables.get", "Table");
        warehouse.permissions().require(name.toString(), "bigquery.tables.updateData", "Table");
        String resource = name.project() + "." + name.dataset() + "." + name.table();
        Disruption disruption = settings.faults().onCall(Call.insert(resource));
        StoredTable table = seen(name, disruption);
        if (request.body().length > MAX_BYTES) {
            throw new ApiException(413, "invalid", "Request payload size exceeds the limit: " + MAX_BYTES + " bytes.");
        }
        warehouse.noteStreaming(name, Streaming.INSERT_ALL);
        DiscardStats discarded = settings.discarded();
        if (discarded != null) {
            discarded.count(resource, RowCount.of(request.body()), request.body().length);
            return answer(List.of());
        }
        TableDataInsertAllRequest wanted = request.json(TableDataInsertAllRequest.class);
        check(table, wanted);
        return answer(insert(table, wanted, disruption));
    }

    private static Response answer(List<InsertErrors> errors) {
        return Response.json(new TableDataInsertAllResponse()
                .setKind("bigquery#tableDataInsertAllResponse")
                .setInsertErrors(errors.isEmpty() ? null : errors));
    }

    private StoredTable seen(TableName name, Disruption disruption) {
        if (warehouse.dataset(name.inDataset()).isEmpty()) {
            throw ApiException.notFound("Not found: Dataset " + name.inDataset());
        }
        StoredTable table = views.find(name, disruption.tableLate())
                .orElseThrow(() -> ApiException.notFound("Not found: Table " + name));
        if (table.isView()) {
            throw ApiException.invalid("Cannot add rows to a table of type VIEW.");
        }
        return table;
    }

    private static void check(StoredTable table, TableDataInsertAllRequest wanted) {
        if (wanted.getTemplateSuffix() != null) {
            throw ApiException.notImplemented("templateSuffix in tabledata.insertAll");
        }
        List<TableDataInsertAllRequest.Rows> rows = wanted.getRows();
        if (rows == null || rows.isEmpty()) {
            throw ApiException.invalid("No rows present in the request.");
        }
        if (rows.size() > MAX_ROWS) {
            throw ApiException.invalid(
                    "too many rows present in the request, limit: " + MAX_ROWS + " row count: " + rows.size() + ".");
        }
        if (table.fields().isEmpty()) {
            throw ApiException.invalid("The destination table has no schema.");
        }
        if (wanted.getTraceId() != null && wanted.getTraceId().length() > MAX_TRACE) {
            throw ApiException.invalid("traceId is longer than " + MAX_TRACE + " characters");
        }
        refuseUnknown(wanted.getUnknownKeys().keySet());
        for (TableDataInsertAllRequest.Rows row : rows) {
            refuseUnknown(row.getUnknownKeys().keySet());
            if (row.getInsertId() != null && row.getInsertId().length() > MAX_ID) {
                throw ApiException.invalid("insertId is longer than " + MAX_ID + " characters");
            }
        }
    }

    private static void refuseUnknown(Set<String> names) {
        if (!names.isEmpty()) {
            throw ApiException.invalid("Invalid JSON payload received. Unknown name \""
                    + names.iterator().next() + "\"");
        }
    }

    private List<InsertErrors> insert(StoredTable table, TableDataInsertAllRequest wanted, Disruption disruption) {
        Set<Integer> left = new HashSet<>();
        Optional<Fault.InsertErrors> fault = disruption.find(Fault.InsertErrors.class);
        fault.ifPresent(errors -> left.addAll(errors.rows()));
        Set<String> ids = new HashSet<>();
        Rows rows = read(table, wanted, left, ids);
        List<InsertErrors> errors = new ArrayList<>(rows.errors());
        fault.ifPresent(named -> named.rows().stream()
                .filter(index -> !rows.stopped() && index < wanted.getRows().size())
                .forEach(index -> errors.add(error(index, named.reason(), "", "by fault plan"))));
        boolean isCurrent = warehouse
                .table(table.name())
                .filter(now -> now.generation() == table.generation())
                .isPresent();
        // Rows for a table that was made anew meanwhile go to the old one: they are acknowledged, and lost.
        if (isCurrent && !rows.stopped()) {
            warehouse.insert(table.name(), rows.good());
            ids.forEach(id -> insertIds.remember(table, id));
        }
        return errors;
    }

    private Rows read(StoredTable table, TableDataInsertAllRequest wanted, Set<Integer> left, Set<String> ids) {
        JsonRow reader = JsonRow.inserted(Boolean.TRUE.equals(wanted.getIgnoreUnknownValues()));
        PartitionRange range = PartitionRange.of(table, warehouse.clock().instant());
        List<InsertErrors> errors = new ArrayList<>();
        List<Map<String, @Nullable Object>> good = new ArrayList<>();
        List<Integer> goodIndexes = new ArrayList<>();
        for (int i = 0; i < wanted.getRows().size(); i++) {
            TableDataInsertAllRequest.Rows sent = wanted.getRows().get(i);
            try {
                Map<String, Object> json = sent.getJson();
                Map<String, @Nullable Object> row = reader.toRow(table.fields(), json == null ? Map.of() : json);
                warehouse.refusal(table, row).ifPresent(text -> {
                    throw new RowProblem("", text);
                });
                range.check(row);
                goodIndexes.add(i);
                String id = sent.getInsertId();
                if (left.contains(i)) {
                    continue; // it is not inserted, so its id is not known afterwards
                }
                if (id == null || id.isEmpty() || (!insertIds.isKnown(table, id) && ids.add(id))) {
                    good.add(row);
                }
            } catch (RowProblem problem) {
                errors.add(error(i, "invalid", problem.location(), problem.text()));
            }
        }
        boolean stopped = !errors.isEmpty() && !Boolean.TRUE.equals(wanted.getSkipInvalidRows());
        if (stopped) {
            goodIndexes.forEach(index -> errors.add(error(index, "stopped", "", "")));
        }
        return new Rows(good, errors, stopped);
    }

    private static InsertErrors error(long index, String reason, String location, String message) {
        return new InsertErrors()
                .setIndex(index)
                .setErrors(List.of(new ErrorProto()
                        .setReason(reason)
                        .setLocation(location)
                        .setDebugInfo("")
                        .setMessage(message)));
    }
}
