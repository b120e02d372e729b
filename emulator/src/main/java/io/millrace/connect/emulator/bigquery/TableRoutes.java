// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.api.client.json.GenericJson;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableList;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.Request;
import io.millrace.connect.emulator.http.Response;
import io.millrace.connect.emulator.query.QueryEngine;
import io.millrace.connect.emulator.store.DatasetName;
import io.millrace.connect.emulator.store.StoredTable;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** {@code tables}: insert, get, list, patch, update, delete. */
final class TableRoutes {
    private final Warehouse warehouse;
    private final QueryEngine queries;

    TableRoutes(Warehouse warehouse, QueryEngine queries) {
        this.queries = queries;
        this.warehouse = warehouse;
    }

    void add(Routes routes) {
        routes.on("POST", Routes.TABLES, this::insert);
        routes.on("GET", Routes.TABLES, this::list);
        routes.on("GET", Routes.TABLE, this::get);
        routes.on("PATCH", Routes.TABLE, this::patch);
        routes.on("PUT", Routes.TABLE, this::update);
        routes.on("DELETE", Routes.TABLE, this::delete);
    }

    private Response insert(Request request) {
        DatasetName dataset = Names.dataset(request);
        warehouse.permissions().require(dataset.toString(), "bigquery.tables.create", "Dataset");
        Table table = request.json(Table.class);
        if (table.getTableReference() == null || table.getTableReference().getTableId() == null) {
            throw ApiException.invalid("Required parameter is missing: tableReference.tableId");
        }
        table.setTableReference(
                dataset.table(table.getTableReference().getTableId()).reference());
        refuseUnsupported(table);
        describeView(dataset.project(), table);
        return Response.json(described(request, warehouse.createTable(table)));
    }

    private Response get(Request request) {
        TableName name = Names.table(request);
        warehouse.permissions().require(name.toString(), "bigquery.tables.get", "Table");
        return Response.json(described(request, existing(name)));
    }

    private Response list(Request request) {
        DatasetName dataset = Names.dataset(request);
        warehouse.permissions().require(dataset.toString(), "bigquery.tables.list", "Dataset");
        if (warehouse.dataset(dataset).isEmpty()) {
            throw ApiException.notFound("Not found: Dataset " + dataset);
        }
        List<StoredTable> tables = warehouse.tables(dataset);
        Page page = Page.of(request, /* defaultLimit= */ 50);
        List<TableList.Tables> items = new ArrayList<>();
        for (StoredTable stored : page.of(tables)) {
            Table table = stored.metadata();
            TableList.Tables item = new TableList.Tables()
                    .setKind("bigquery#table")
                    .setId(table.getId())
                    .setTableReference(table.getTableReference())
                    .setType(table.getType())
                    .setFriendlyName(table.getFriendlyName())
                    .setLabels(table.getLabels())
                    .setCreationTime(table.getCreationTime())
                    .setExpirationTime(table.getExpirationTime())
                    .setTimePartitioning(table.getTimePartitioning())
                    .setRangePartitioning(table.getRangePartitioning())
                    .setClustering(table.getClustering());
            if (stored.isView()) {
                item.setView(new TableList.Tables.View().setUseLegacySql(false));
            }
            items.add(item);
        }
        return Response.json(new TableList()
                .setKind("bigquery#tableList")
                .setTables(items)
                .setTotalItems(tables.size())
                .setNextPageToken(page.next(tables.size(), items.size())));
    }

    private Response patch(Request request) {
        TableName name = Names.table(request);
        Table wanted = Patch.apply(existing(name).metadata(), request.json(GenericJson.class));
        return Response.json(described(request, change(request, name, wanted)));
    }

    private Response update(Request request) {
        TableName name = Names.table(request);
        existing(name);
        return Response.json(described(request, change(request, name, request.json(Table.class))));
    }

    private StoredTable change(Request request, TableName name, Table wanted) {
        warehouse.permissions().require(name.toString(), "bigquery.tables.update", "Table");
        refuseUnsupported(wanted);
        describeView(name.project(), wanted);
        return warehouse.updateTable(name, wanted, request.header("if-match"));
    }

    private Response delete(Request request) {
        TableName name = Names.table(request);
        warehouse.permissions().require(name.toString(), "bigquery.tables.delete", "Table");
        warehouse.deleteTable(name);
        return Response.empty(204);
    }

    private StoredTable existing(TableName name) {
        if (warehouse.dataset(name.inDataset()).isEmpty()) {
            throw ApiException.notFound("Not found: Dataset " + name.inDataset());
        }
        return warehouse.table(name).orElseThrow(() -> ApiException.notFound("Not found: Table " + name));
    }

    private static void refuseUnsupported(Table table) {
        if (table.getExternalDataConfiguration() != null) {
            throw ApiException.notImplemented("external tables");
        }
        if (table.getMaterializedView() != null) {
            throw ApiException.notImplemented("materialized views");
        }
        if (table.getView() != null && !Boolean.FALSE.equals(table.getView().getUseLegacySql())) {
            throw ApiException.notImplemented("views in legacy SQL (set view.useLegacySql to false)");
        }
    }

    /** A view's columns are those of its query. */
    private void describeView(String project, Table table) {
        if (table.getView() != null) {
            table.setSchema(queries.viewSchema(project, table.getView().getQuery()));
        }
    }

    private Table described(Request request, StoredTable stored) {
        Table table = stored.metadata();
        if (!stored.isView()) {
            table.setNumRows(BigInteger.valueOf(warehouse.rowCount(stored.name())));
            table.setNumBytes(0L).setNumLongTermBytes(0L);
        }
        return table.setSelfLink(
                request.baseUrl() + Routes.ROOT + "/" + stored.name().project() + "/datasets/"
                        + stored.name().dataset() + "/tables/" + stored.name().table());
    }
}
