// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table.design;

import static io.millrace.connect.bigquery.model.ColumnMode.NULLABLE;
import static io.millrace.connect.bigquery.model.ColumnMode.REPEATED;
import static io.millrace.connect.bigquery.model.ColumnMode.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Limits;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoogleSchemaTest {
    private final GoogleSchema schemas = new GoogleSchema(Map.of("EMAIL_ADDRESS", "projects/p/tags/pii"));

    @Test
    void givesEveryTypeBackAsItWasMade() {
        TableShape shape = new TableShape(Arrays.stream(ColumnType.values())
                .map(type -> type == ColumnType.RECORD
                        ? Column.record("record", REPEATED, List.of(Column.of("x", ColumnType.JSON, REQUIRED)))
                        : Column.of(type.name().toLowerCase(java.util.Locale.ROOT), type, NULLABLE))
                .toList());

        assertThat(GoogleSchema.shapeOf(schemas.of(shape))).isEqualTo(shape);
    }

    @Test
    void leavesOutColumnsOfTypesThatTheSinkDoesNotWrite() {
        TableSchema live = new TableSchema()
                .setFields(List.of(
                        new TableFieldSchema().setName("id").setType("INTEGER"),
                        new TableFieldSchema().setName("span").setType("RANGE")));

        assertThat(GoogleSchema.shapeOf(live).columns())
                .extracting(Column::name)
                .containsExactly("id");
    }

    @Test
    void tellsWhichWantedColumnsAreOfTypesThatTheSinkDoesNotWrite() {
        TableSchema live = new TableSchema()
                .setFields(List.of(
                        new TableFieldSchema().setName("unasked").setType("RANGE"),
                        new TableFieldSchema()
                                .setName("stay")
                                .setType("RECORD")
                                .setFields(List.of(
                                        new TableFieldSchema().setName("Span").setType("RANGE")))));
        Column span = Column.of("span", ColumnType.STRING, NULLABLE);
        Column other = Column.of("other", ColumnType.STRING, NULLABLE);

        assertThat(GoogleSchema.unwritable(
                        live, new TableShape(List.of(other, Column.record("stay", NULLABLE, List.of(span))))))
                .containsExactly("stay.Span is RANGE");
        assertThat(GoogleSchema.unwritable(live, new TableShape(List.of(other))))
                .isEmpty();
    }

    @Test
    void growsALiveTableWithoutTouchingWhatItKeeps() {
        TableFieldSchema id = new TableFieldSchema()
                .setName("Id")
                .setType("INTEGER")
                .setMode("REQUIRED")
                .setDescription("kept")
                .setDefaultValueExpression("7");
        TableFieldSchema nested = new TableFieldSchema()
                .setName("address")
                .setType("RECORD")
                .setFields(new ArrayList<>(List.of(
                        new TableFieldSchema().setName("city").setType("STRING").setMaxLength(50L))));
        TableShape union = new TableShape(List.of(
                Column.of("id", ColumnType.INT64, NULLABLE),
                Column.record(
                        "address",
                        NULLABLE,
                        List.of(
                                Column.of("city", ColumnType.STRING, NULLABLE),
                                Column.of("zip", ColumnType.STRING, NULLABLE))),
                Column.of("added", ColumnType.BOOL, NULLABLE)));

        List<TableFieldSchema> grown = schemas.grown(new TableSchema().setFields(List.of(id, nested)), union)
                .getFields();

        assertThat(grown).extracting(TableFieldSchema::getName).containsExactly("Id", "address", "added");
        assertThat(grown.get(0).getMode()).isEqualTo("NULLABLE");
        assertThat(grown.get(0).getDescription()).isEqualTo("kept");
        assertThat(grown.get(0).getDefaultValueExpression()).isEqualTo("7");
        assertThat(grown.get(1).getFields())
                .extracting(TableFieldSchema::getName)
                .containsExactly("city", "zip");
        assertThat(grown.get(1).getFields().get(0).getMaxLength()).isEqualTo(50L);
    }

    @Test
    void readsDefaultsAndLimitsAtEveryDepth() {
        TableSchema live = new TableSchema()
                .setFields(List.of(
                        new TableFieldSchema()
                                .setName("src")
                                .setType("STRING")
                                .setDefaultValueExpression("'web'")
                                .setMaxLength(20L),
                        new TableFieldSchema()
                                .setName("lines")
                                .setType("RECORD")
                                .setMode("REPEATED")
                                .setDefaultValueExpression("[]")
                                .setFields(List.of(
                                        new TableFieldSchema()
                                                .setName("price")
                                                .setType("NUMERIC")
                                                .setPrecision(10L)
                                                .setScale(2L),
                                        new TableFieldSchema()
                                                .setName("count")
                                                .setType("BIGNUMERIC")
                                                .setPrecision(5L)))));

        List<Column> columns = GoogleSchema.shapeOf(live).columns();

        assertThat(columns).allMatch(Column::defaulted);
        assertThat(columns.get(0).limits()).isEqualTo(new Limits(null, 0, 20L));
        assertThat(columns.get(1).fields())
                .extracting(Column::defaulted, Column::limits)
                .containsExactly(tuple(false, new Limits(10, 2, null)), tuple(false, new Limits(5, 0, null)));
    }

    @Test
    void makesATableAnewWithItsLimitsButAsksForNoValueThatADefaultGave() {
        Column id = new Column("id", ColumnType.INT64, REQUIRED, List.of(), null, null, true, Limits.NONE);
        Column price = new Column(
                "price", ColumnType.NUMERIC, REQUIRED, List.of(), null, null, false, new Limits(10, 2, null));

        List<TableFieldSchema> fields =
                schemas.of(new TableShape(List.of(id, price))).getFields();

        assertThat(fields).extracting(TableFieldSchema::getMode).containsExactly("NULLABLE", "REQUIRED");
        assertThat(fields.get(1).getPrecision()).isEqualTo(10);
        assertThat(fields.get(1).getScale()).isEqualTo(2);
    }

    @Test
    void tagsColumnsByWhatTheyWereMaskedAs() {
        Column mail = new Column("mail", ColumnType.STRING, NULLABLE, List.of(), "an address", "EMAIL_ADDRESS");

        TableFieldSchema field =
                schemas.of(new TableShape(List.of(mail))).getFields().get(0);

        assertThat(field.getPolicyTags().getNames()).containsExactly("projects/p/tags/pii");
        assertThat(field.getDescription()).isEqualTo("an address");
    }
}
