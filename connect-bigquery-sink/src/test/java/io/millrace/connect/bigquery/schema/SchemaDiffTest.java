// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import static io.millrace.connect.bigquery.model.ColumnMode.NULLABLE;
import static io.millrace.connect.bigquery.model.ColumnMode.REPEATED;
import static io.millrace.connect.bigquery.model.ColumnMode.REQUIRED;
import static io.millrace.connect.bigquery.model.ColumnType.BIGNUMERIC;
import static io.millrace.connect.bigquery.model.ColumnType.INT64;
import static io.millrace.connect.bigquery.model.ColumnType.JSON;
import static io.millrace.connect.bigquery.model.ColumnType.NUMERIC;
import static io.millrace.connect.bigquery.model.ColumnType.STRING;
import static io.millrace.connect.bigquery.model.ColumnType.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Limits;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaDiffTest {
    private static final Column ID = Column.of("id", INT64, REQUIRED);
    private static final Column NAME = Column.of("Name", STRING, NULLABLE);

    @Test
    void supersetOfTheRecordFitsWhateverTheCaseOfNames() {
        assertThat(diff(table(ID, NAME), table(Column.of("ID", INT64, REQUIRED), Column.of("name", STRING, NULLABLE))))
                .isInstanceOf(SchemaDiff.Fits.class);
    }

    @Test
    void newFieldsAreAddedNullableAfterTheLiveOnesAndNothingIsRemoved() {
        SchemaDiff.Growth growth = growth(table(ID, NAME), table(ID, Column.of("age", INT64, REQUIRED)));

        assertThat(growth.union()).isEqualTo(table(ID, NAME, Column.of("age", INT64, NULLABLE)));
        assertThat(growth.changes()).containsExactly("add age INT64");
    }

    @Test
    void nestedAndRepeatedRecordsGrowInside() {
        Column live = Column.record("items", REPEATED, List.of(Column.record("a", NULLABLE, List.of(ID))));
        Column wanted = Column.record("Items", REPEATED, List.of(Column.record("A", NULLABLE, List.of(ID, NAME))));

        SchemaDiff.Growth growth = growth(table(live), table(wanted));

        assertThat(growth.union())
                .isEqualTo(table(
                        Column.record("items", REPEATED, List.of(Column.record("a", NULLABLE, List.of(ID, NAME))))));
        assertThat(growth.changes()).containsExactly("add items.a.Name STRING");
    }

    @Test
    void addedRecordsHaveNoRequiredFields() {
        SchemaDiff.Growth growth = growth(table(ID), table(ID, Column.record("r", REQUIRED, List.of(ID))));

        assertThat(growth.union().columns().get(1))
                .isEqualTo(Column.record("r", NULLABLE, List.of(Column.of("id", INT64, NULLABLE))));
    }

    @Test
    void requiredIsRelaxedWhereTheRecordMayBeNullOrHasNoSuchField() {
        assertThat(growth(table(ID), table(Column.of("id", INT64, NULLABLE))).union())
                .isEqualTo(table(Column.of("id", INT64, NULLABLE)));
        assertThat(growth(table(ID, NAME), table(NAME)).changes()).containsExactly("relax id to NULLABLE");
    }

    @Test
    void relaxingNeedsToBeAllowed() {
        SchemaDiff diff = SchemaComparison.between(
                table(ID), table(Column.of("id", INT64, NULLABLE)), settings(SchemaEvolution.ADD_FIELDS));

        assertThat(reasons(diff)).singleElement().asString().contains("column id is REQUIRED", "relax-required");
    }

    @Test
    void incompatibleColumnNamesBothTypesAndTheWayOut() {
        Column live = Column.record("a", NULLABLE, List.of(Column.of("n", TIMESTAMP, NULLABLE)));
        Column wanted = Column.record("a", NULLABLE, List.of(Column.of("n", NUMERIC, NULLABLE)));

        assertThat(reasons(diff(table(live), table(wanted))))
                .singleElement()
                .asString()
                .contains("column a.n is TIMESTAMP", "NUMERIC", "column.types");
    }

    @Test
    void listAndSingleValueDoNotMix() {
        assertThat(reasons(diff(table(Column.of("a", STRING, REPEATED)), table(Column.of("a", STRING, NULLABLE)))))
                .singleElement()
                .asString()
                .contains("REPEATED STRING");
    }

    @Test
    void jsonColumnHoldsAnything() {
        TableShape live = table(Column.of("a", JSON, NULLABLE), Column.of("b", JSON, NULLABLE));

        assertThat(diff(live, table(Column.record("a", NULLABLE, List.of(ID)), Column.of("b", STRING, REPEATED))))
                .isInstanceOf(SchemaDiff.Fits.class);
    }

    @Test
    void typesWidenOnlyWhereAllowedAndOnlyAtTheTop() {
        SchemaSettings widening = settings(SchemaEvolution.WIDEN_TYPES);
        Column number = Column.of("n", INT64, NULLABLE);
        Column wider = Column.of("n", BIGNUMERIC, NULLABLE);

        assertThat(SchemaComparison.between(table(number), table(wider), widening))
                .isEqualTo(new SchemaDiff.Growth(table(wider), List.of("widen n from INT64 to BIGNUMERIC")));
        assertThat(diff(table(number), table(wider))).isInstanceOf(SchemaDiff.Fits.class);
        assertThat(SchemaComparison.between(
                        table(Column.record("r", NULLABLE, List.of(number))),
                        table(Column.record("r", NULLABLE, List.of(wider))),
                        widening))
                .isInstanceOf(SchemaDiff.Fits.class);
    }

    @Test
    void aColumnWithALimitLosesItWhereTypesMayWiden() {
        Column limited = limited("s", STRING, REQUIRED, new Limits(null, 0, 5L));
        SchemaSettings both = settings(SchemaEvolution.WIDEN_TYPES, SchemaEvolution.RELAX_REQUIRED);

        assertThat(SchemaComparison.between(table(limited), table(Column.of("S", STRING, NULLABLE)), both))
                .isEqualTo(new SchemaDiff.Growth(
                        table(Column.of("s", STRING, NULLABLE)),
                        List.of("widen s from STRING(5) to STRING", "relax s to NULLABLE")));
        assertThat(SchemaComparison.between(
                        table(limited("n", NUMERIC, NULLABLE, new Limits(10, 2, null))),
                        table(Column.of("n", BIGNUMERIC, NULLABLE)),
                        both))
                .isEqualTo(new SchemaDiff.Growth(
                        table(Column.of("n", BIGNUMERIC, NULLABLE)),
                        List.of("widen n from NUMERIC(10, 2) to BIGNUMERIC")));
        assertThat(SchemaComparison.between(table(limited), table(Column.of("s", INT64, REQUIRED)), both))
                .as("a text of a number")
                .isInstanceOf(SchemaDiff.Fits.class);
        assertThat(diff(table(limited), table(Column.of("s", STRING, REQUIRED))))
                .isInstanceOf(SchemaDiff.Fits.class);
    }

    private static Column limited(String name, ColumnType type, ColumnMode mode, Limits limits) {
        return new Column(name, type, mode, List.of(), null, null, false, limits);
    }

    @Test
    void unknownFieldsFailOrAreIgnoredWhereTheTableMayNotGrow() {
        SchemaSettings strict = settings();
        SchemaSettings lenient = new SchemaSettings(
                EnumSet.noneOf(SchemaEvolution.class),
                UnknownFields.IGNORE,
                ColumnSettings.DEFAULT,
                TypeSettings.DEFAULT,
                KafkaColumns.NONE);

        assertThat(reasons(SchemaComparison.between(table(ID), table(ID, NAME), strict)))
                .singleElement()
                .asString()
                .contains("column Name does not exist", "STRING", "add-fields", "schema.unknown.fields=ignore");
        assertThat(SchemaComparison.between(table(ID), table(ID, NAME), lenient))
                .isInstanceOf(SchemaDiff.Fits.class);
    }

    @Test
    void unionHoldsBothAndUnitingAgainChangesNothing() {
        TableShape live = table(ID, NAME);
        TableShape wanted = table(Column.of("x", JSON, REPEATED), Column.of("ID", INT64, NULLABLE));

        TableShape union = growth(live, wanted).union();

        assertThat(diff(union, live)).isInstanceOf(SchemaDiff.Fits.class);
        assertThat(diff(union, wanted)).isInstanceOf(SchemaDiff.Fits.class);
    }

    @Test
    void listsThatAreThereStayListsWhereNewOnesAreWrapped() {
        SchemaSettings wrapping = new SchemaSettings(
                EnumSet.allOf(SchemaEvolution.class),
                UnknownFields.FAIL,
                ColumnSettings.DEFAULT,
                new TypeSettings(
                        DecimalType.AUTO,
                        ZonelessTimestampType.DATETIME,
                        MapFormat.ENTRIES,
                        NullElements.WRAP,
                        List.of()),
                KafkaColumns.NONE);
        Column wrapped = Column.record("tags", REPEATED, List.of(Column.of("element", STRING, NULLABLE)));
        TableShape plain = table(Column.of("tags", STRING, REPEATED));
        Column counts = Column.record("tags", REPEATED, List.of(Column.of("element", INT64, NULLABLE)));
        TableShape other = table(Column.of("tags", ColumnType.BYTES, REPEATED));

        assertThat(SchemaComparison.between(plain, table(wrapped), wrapping)).isInstanceOf(SchemaDiff.Fits.class);
        assertThat(SchemaComparison.between(table(wrapped), table(wrapped), wrapping))
                .isInstanceOf(SchemaDiff.Fits.class);
        assertThat(reasons(SchemaComparison.between(other, table(counts), wrapping)))
                .hasSize(1);
    }

    @Test
    void tableNeverGrowsBeyondTheColumnsThatBigQueryTakes() {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            columns.add(Column.of("c" + i, INT64, NULLABLE));
        }
        TableShape full = new TableShape(columns);

        assertThat(diff(full, table(columns.get(7)))).isInstanceOf(SchemaDiff.Fits.class);
        assertThat(reasons(diff(full, table(ID))))
                .singleElement()
                .asString()
                .contains("10001 columns", "10000", "map.format=json");
    }

    private static SchemaDiff diff(TableShape live, TableShape wanted) {
        return SchemaComparison.between(live, wanted, SchemaSettings.DEFAULT);
    }

    private static SchemaDiff.Growth growth(TableShape live, TableShape wanted) {
        return assertInstanceOf(SchemaDiff.Growth.class, diff(live, wanted));
    }

    private static List<String> reasons(SchemaDiff diff) {
        return assertInstanceOf(SchemaDiff.Impossible.class, diff).reasons();
    }

    private static SchemaSettings settings(SchemaEvolution... evolution) {
        EnumSet<SchemaEvolution> allowed = EnumSet.noneOf(SchemaEvolution.class);
        allowed.addAll(List.of(evolution));
        return new SchemaSettings(
                allowed, UnknownFields.FAIL, ColumnSettings.DEFAULT, TypeSettings.DEFAULT, KafkaColumns.NONE);
    }

    private static TableShape table(Column... columns) {
        return new TableShape(List.of(columns));
    }
}
