// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.api.services.bigquery.model.ErrorProto;
import com.google.api.services.bigquery.model.TableDataInsertAllRequest;
import com.google.api.services.bigquery.model.TableDataInsertAllResponse;
import com.google.api.services.bigquery.model.TableDataList;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.Request;
import io.millrace.connect.emulator.http.Response;
import io.millrace.connect.emulator.json.Cells;
import io.millrace.connect.emulator.json.JsonRow;
import io.millrace.connect.emulator.json.RowProblem;
import io.millrace.connect.emulator.store.QueryResult;
import io.millrace.connect.emulator.store.StoredTable;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code tabledata}: insertAll and list. */
final class TableDataRoutes {
    private static final int MAX_BYTES = 10 << 20;
    private static final int MAX_ROWS = 50_000;

    private final Warehouse warehouse;
    private final Results results;
    private final InsertIds insertIds;

    TableDataRoutes(Warehouse warehouse, Results results) {
        this.results = results;
        this.warehouse = warehouse;
        this.insertIds = new InsertIds(warehouse.clock());
    }

    void add(Routes routes) {
        routes.on("POST", Routes.TABLE + "/insertAll", this::insertAll);
        routes.on("GET", Routes.TABLE + "/data", this::list);
    }

    private Response insertAll(Request request) {
        TableName name = Names.table(request);
        warehouse.permissions().require(name.toString(), "bigquery.tables.updateData", "Table");
        StoredTable table = existing(name);
        if (request.body().length > MAX_BYTES) {
            throw new ApiException(
                    413, "badRequest", "Request payload size exceeds the limit: " + MAX_BYTES + " bytes.");
        }
        TableDataInsertAllRequest wanted = request.json(TableDataInsertAllRequest.class);
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
        return Response.json(new TableDataInsertAllResponse()
                .setKind("bigquery#tableDataInsertAllResponse")
                .setInsertErrors(insert(table, wanted, rows)));
    }

    /** Inserts what may be inserted; null when every row went in. */
    private @Nullable List<TableDataInsertAllResponse.InsertErrors> insert(
            StoredTable table, TableDataInsertAllRequest wanted, List<TableDataInsertAllRequest.Rows> rows) {
        JsonRow reader = new JsonRow(Boolean.TRUE.equals(wanted.getIgnoreUnknownValues()));
        List<TableDataInsertAllResponse.InsertErrors> errors = new ArrayList<>();
        List<Map<String, @Nullable Object>> good = new ArrayList<>();
        Set<String> goodIds = new HashSet<>();
        List<Long> goodIndexes = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            try {
                Map<String, Object> json = rows.get(i).getJson();
                Map<String, @Nullable Object> row = reader.toRow(table.fields(), json == null ? Map.of() : json);
                warehouse.refusal(table, row).ifPresent(text -> {
                    throw new RowProblem("", text);
                });
                goodIndexes.add((long) i);
                String id = rows.get(i).getInsertId();
                if (id == null || (!insertIds.isKnown(table, id) && goodIds.add(id))) {
                    good.add(row);
                }
            } catch (RowProblem problem) {
                errors.add(error(i, "invalid", problem.location(), problem.text()));
            }
        }
        if (!errors.isEmpty() && !Boolean.TRUE.equals(wanted.getSkipInvalidRows())) {
            goodIndexes.forEach(index -> errors.add(error(index, "stopped", "", "")));
            return errors;
        }
        warehouse.insert(table.name(), good);
        goodIds.forEach(id -> insertIds.remember(table, id));
        return errors.isEmpty() ? null : errors;
    }

    private static TableDataInsertAllResponse.InsertErrors error(
            long index, String reason, String location, String message) {
        return new TableDataInsertAllResponse.InsertErrors()
                .setIndex(index)
                .setErrors(List.of(new ErrorProto()
                        .setReason(reason)
                        .setLocation(location)
                        .setDebugInfo("")
                        .setMessage(message)));
    }

    private Response list(Request request) {
        TableName name = Names.table(request);
        warehouse.permissions().require(name.toString(), "bigquery.tables.getData", "Table");
        Page page = Page.of(request, /* defaultLimit= */ 10_000);
        QueryResult kept = results.find(name);
        if (kept != null) {
            QueryResult part = new QueryResult(kept.schema(), page.of(kept.rows()));
            return listed(request, part, page, kept.rows().size(), "result");
        }
        StoredTable table = existing(name);
        if (table.isView()) {
            throw ApiException.invalid("Cannot list a table of type VIEW.");
        }
        QueryResult part = warehouse.rows(name, page.offset(), page.limit());
        return listed(
                request, part, page, warehouse.rowCount(name), table.metadata().getEtag());
    }

    private static Response listed(Request request, QueryResult part, Page page, long total, String etag) {
        QueryResult result = selected(part, request.query("selectedFields"));
        Cells cells = new Cells("true".equals(request.query("formatOptions.useInt64Timestamp")));
        List<TableFieldSchema> fields = result.schema().getFields() == null
                ? List.of()
                : result.schema().getFields();
        return Response.json(new TableDataList()
                .setKind("bigquery#tableDataList")
                .setEtag(etag)
                .setTotalRows(total)
                .setRows(cells.rows(fields, result.rows()))
                .setPageToken(page.next(total, result.rows().size())));
    }

    /** The wanted top-level columns, in the table's order. */
    private static QueryResult selected(QueryResult all, @Nullable String selectedFields) {
        if (selectedFields == null || selectedFields.isEmpty()) {
            return all;
        }
        Set<String> wanted = new HashSet<>();
        for (String path : selectedFields.split(",", -1)) {
            if (path.indexOf('.') >= 0) {
                throw ApiException.notImplemented("nested paths in selectedFields (" + path + ")");
            }
            wanted.add(path.strip().toLowerCase(Locale.ROOT));
        }
        List<TableFieldSchema> fields = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < all.schema().getFields().size(); i++) {
            TableFieldSchema field = all.schema().getFields().get(i);
            if (wanted.contains(field.getName().toLowerCase(Locale.ROOT))) {
                fields.add(field);
                positions.add(i);
            }
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> row : all.rows()) {
            List<@Nullable Object> picked = new ArrayList<>();
            positions.forEach(position -> picked.add(row.get(position)));
            rows.add(picked);
        }
        return new QueryResult(new TableSchema().setFields(fields), rows);
    }

    private StoredTable existing(TableName name) {
        if (warehouse.dataset(name.inDataset()).isEmpty()) {
            throw ApiException.notFound("Not found: Dataset " + name.inDataset());
        }
        return warehouse.table(name).orElseThrow(() -> ApiException.notFound("Not found: Table " + name));
    }
}
