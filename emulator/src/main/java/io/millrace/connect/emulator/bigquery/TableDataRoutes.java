// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.api.services.bigquery.model.TableDataList;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.Request;
import io.millrace.connect.emulator.http.Response;
import io.millrace.connect.emulator.json.Cells;
import io.millrace.connect.emulator.store.QueryResult;
import io.millrace.connect.emulator.store.StoredTable;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code tabledata}: insertAll and list. */
final class TableDataRoutes {
    private final Warehouse warehouse;
    private final Results results;
    private final InsertAll insertAll;

    TableDataRoutes(Warehouse warehouse, Results results, BigQuerySettings settings) {
        this.results = results;
        this.warehouse = warehouse;
        this.insertAll = new InsertAll(warehouse, settings);
    }

    void add(Routes routes) {
        routes.on("POST", Routes.TABLE + "/insertAll", insertAll::handle);
        routes.on("GET", Routes.TABLE + "/data", this::list);
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
