// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.InsertAllResponse;
import com.google.cloud.bigquery.PrimaryKey;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableConstraints;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TimePartitioning;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The REST surface through Google's own client. */
class BigQueryRestIT {
    private static final TableId ORDERS = TableId.of("shop", "orders");

    private BigQueryServer server;
    private BigQuery bigquery;

    @BeforeEach
    void start() throws IOException {
        server = new BigQueryServer();
        bigquery = server.client;
        bigquery.create(DatasetInfo.newBuilder("shop")
                .setLocation("EU")
                .setLabels(Map.of("team", "a"))
                .build());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aDatasetIsKeptListedChangedAndDeleted() {
        bigquery.update(bigquery.getDataset("shop").toBuilder()
                .setDescription("all orders")
                .setLabels(Map.of("env", "dev"))
                .build());

        assertThat(bigquery.getDataset("shop").getDescription()).isEqualTo("all orders");
        assertThat(bigquery.getDataset("shop").getLocation()).isEqualTo("EU");
        assertThat(bigquery.listDatasets().iterateAll()).hasSize(1);
        assertThat(bigquery.delete("shop")).isTrue();
        assertThat(bigquery.getDataset("shop")).isNull();
    }

    @Test
    void whatExistsAlreadyAnswers409() {
        BigQueryException refused =
                catchThrowableOfType(BigQueryException.class, () -> bigquery.create(DatasetInfo.of("shop")));

        assertThat(refused.getCode()).isEqualTo(409);
        assertThat(refused.getReason()).isEqualTo("duplicate");
        assertThat(refused).hasMessage("Already Exists: Dataset test:shop");
    }

    @Test
    void aTableKeepsItsLayout() {
        bigquery.create(TableInfo.newBuilder(
                        ORDERS,
                        StandardTableDefinition.newBuilder()
                                .setSchema(Schema.of(
                                        Field.newBuilder("id", StandardSQLTypeName.INT64)
                                                .setMode(Field.Mode.REQUIRED)
                                                .build(),
                                        Field.of("at", StandardSQLTypeName.TIMESTAMP)))
                                .setTimePartitioning(TimePartitioning.newBuilder(TimePartitioning.Type.DAY)
                                        .setField("at")
                                        .setExpirationMs(86_400_000L)
                                        .build())
                                .setClustering(Clustering.newBuilder()
                                        .setFields(List.of("id"))
                                        .build())
                                .setTableConstraints(TableConstraints.newBuilder()
                                        .setPrimaryKey(PrimaryKey.newBuilder()
                                                .setColumns(List.of("id"))
                                                .build())
                                        .build())
                                .build())
                .setLabels(Map.of("a", "b"))
                .build());

        Table table = bigquery.getTable(ORDERS);

        StandardTableDefinition definition = table.getDefinition();
        assertThat(definition.getTimePartitioning().getField()).isEqualTo("at");
        assertThat(definition.getClustering().getFields()).containsExactly("id");
        assertThat(definition.getTableConstraints().getPrimaryKey().getColumns())
                .containsExactly("id");
        assertThat(definition.getLocation()).isEqualTo("EU");
        assertThat(table.getLabels()).containsEntry("a", "b");
        assertThat(definition.getNumRows()).isZero();
    }

    @Test
    void columnsMayBeAddedAndRelaxedButNotChanged() {
        createOrders();
        Schema wider = Schema.of(
                Field.of("id", StandardSQLTypeName.INT64),
                Field.of("name", StandardSQLTypeName.STRING),
                Field.of("note", StandardSQLTypeName.STRING));

        bigquery.getTable(ORDERS).toBuilder()
                .setDefinition(StandardTableDefinition.of(wider))
                .build()
                .update();

        assertThat(bigquery.getTable(ORDERS).getDefinition().getSchema().getFields())
                .extracting(Field::getName)
                .containsExactly("id", "name", "note");
        BigQueryException refused = catchThrowableOfType(
                BigQueryException.class,
                () -> bigquery.getTable(ORDERS).toBuilder()
                        .setDefinition(
                                StandardTableDefinition.of(Schema.of(Field.of("id", StandardSQLTypeName.STRING))))
                        .build()
                        .update());
        assertThat(refused.getReason()).isEqualTo("invalid");
        assertThat(refused)
                .hasMessage("Provided Schema does not match Table test:shop.orders. Field id has changed type from"
                        + " INTEGER to STRING");
    }

    @Test
    void aRowThatDoesNotFitStopsTheOthers() {
        createOrders();

        InsertAllResponse answer = bigquery.insertAll(InsertAllRequest.newBuilder(ORDERS)
                .addRow(Map.of("id", 1, "name", "a"))
                .addRow(Map.of("id", 2, "wrong", "a"))
                .build());

        assertThat(answer.getErrorsFor(1).get(0).getReason()).isEqualTo("invalid");
        assertThat(answer.getErrorsFor(1).get(0).getLocation()).isEqualTo("wrong");
        assertThat(answer.getErrorsFor(1).get(0).getMessage()).isEqualTo("no such field: wrong.");
        assertThat(answer.getErrorsFor(0).get(0).getReason()).isEqualTo("stopped");
        assertThat(rows()).isEmpty();
    }

    @Test
    void goodRowsGoInWhereInvalidOnesAreSkippedAndRepeatedIdsOnlyOnce() {
        createOrders();

        InsertAllResponse answer = bigquery.insertAll(InsertAllRequest.newBuilder(ORDERS)
                .addRow("k1", Map.of("id", 1, "name", "a"))
                .addRow("k1", Map.of("id", 1, "name", "a"))
                .addRow("k2", Map.of("name", "a"))
                .setSkipInvalidRows(true)
                .build());

        assertThat(answer.getInsertErrors()).containsOnlyKeys(2L);
        assertThat(rows()).hasSize(1);
        assertThat(rows().get(0).get("name").getStringValue()).isEqualTo("a");
    }

    @Test
    void pagesFollowEachOther() {
        createOrders();
        InsertAllRequest.Builder request = InsertAllRequest.newBuilder(ORDERS);
        for (int i = 0; i < 25; i++) {
            request.addRow(Map.of("id", i));
        }
        bigquery.insertAll(request.build());

        List<Long> ids = new ArrayList<>();
        bigquery.listTableData(ORDERS, schema(), BigQuery.TableDataListOption.pageSize(10))
                .iterateAll()
                .forEach(row -> ids.add(row.get("id").getLongValue()));

        assertThat(ids).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void aMissingTableAnswers404AndAnUnknownRoute501() {
        assertThatThrownBy(() -> bigquery.insertAll(InsertAllRequest.newBuilder(ORDERS)
                        .addRow(Map.of("id", 1))
                        .build()))
                .hasMessage("Not found: Table test:shop.orders");
        assertThatThrownBy(() -> bigquery.listRoutines("shop"))
                .hasMessageContaining("GET /bigquery/v2/projects/test/datasets/shop/routines");
    }

    @Test
    void nothingIsGrantedOnWhatDoesNotExistWhichIsNoError() {
        createOrders();
        List<String> wanted = List.of("bigquery.tables.updateData");

        assertThat(bigquery.testIamPermissions(ORDERS, wanted)).isEqualTo(wanted);
        assertThat(bigquery.testIamPermissions(TableId.of("shop", "lines"), wanted))
                .isEmpty();
        assertThat(bigquery.testIamPermissions(TableId.of("nowhere", "lines"), wanted))
                .isEmpty();
    }

    @Test
    void typesWithParametersRoundOrRefuseWhatIsBeyondThem() {
        TableId prices = TableId.of("shop", "prices");
        Schema limited = Schema.of(
                Field.newBuilder("n", StandardSQLTypeName.NUMERIC)
                        .setPrecision(5L)
                        .setScale(2L)
                        .build(),
                Field.newBuilder("b", StandardSQLTypeName.BIGNUMERIC)
                        .setPrecision(5L)
                        .setScale(2L)
                        .build(),
                Field.newBuilder("s", StandardSQLTypeName.STRING)
                        .setMaxLength(3L)
                        .build());
        bigquery.create(TableInfo.of(prices, StandardTableDefinition.of(limited)));

        InsertAllResponse fits = bigquery.insertAll(InsertAllRequest.newBuilder(prices)
                .addRow(Map.of("n", "1.005", "b", "1.005", "s", "abc"))
                .build());
        assertThat(fits.hasErrors()).isFalse();
        FieldValueList row =
                bigquery.listTableData(prices, limited).iterateAll().iterator().next();
        assertThat(row.get("n").getNumericValue()).isEqualByComparingTo("1.01");
        assertThat(row.get("b").getNumericValue()).isEqualByComparingTo("1.01");
        for (Map.Entry<String, String> beyond :
                Map.of("n", "1000", "b", "999.995", "s", "abcd").entrySet()) {
            InsertAllResponse refused = bigquery.insertAll(InsertAllRequest.newBuilder(prices)
                    .addRow(Map.of(beyond.getKey(), beyond.getValue()))
                    .build());
            assertThat(refused.hasErrors()).as(beyond.getKey()).isTrue();
        }
    }

    private void createOrders() {
        bigquery.create(TableInfo.of(ORDERS, StandardTableDefinition.of(schema())));
    }

    private static Schema schema() {
        return Schema.of(
                Field.newBuilder("id", StandardSQLTypeName.INT64)
                        .setMode(Field.Mode.REQUIRED)
                        .build(),
                Field.of("name", StandardSQLTypeName.STRING));
    }

    private List<FieldValueList> rows() {
        List<FieldValueList> rows = new ArrayList<>();
        bigquery.listTableData(ORDERS, schema()).iterateAll().forEach(rows::add);
        return rows;
    }
}
