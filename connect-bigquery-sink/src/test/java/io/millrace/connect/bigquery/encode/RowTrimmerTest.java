// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.ColumnNames;
import io.millrace.connect.testkit.RandomRecords;
import io.millrace.connect.testkit.Seeded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The law: trimming a row is encoding its record for the later shape. */
class RowTrimmerTest {
    private static final Column ID = Column.of("id", ColumnType.INT64, ColumnMode.NULLABLE);
    private static final Column NOTE = Column.of("note", ColumnType.STRING, ColumnMode.NULLABLE);

    /** What a map's or an inner list's column is made of: no record fits without them. */
    private static final Set<String> STRUCTURE = Set.of(ColumnNames.KEY, ColumnNames.VALUE, ColumnNames.LIST);

    @ParameterizedTest
    @EnumSource
    void trimmedRowIsTheRecordEncodedForTheLaterShape(Form form) {
        Encoding encoding = form.in(new Encoding());
        Seeded.tries("trimmedRowIsTheRecordEncodedForTheLaterShape " + form, 200, random -> {
            RandomRecords records = form == Form.AVRO ? RandomRecords.plainlyNamed(random) : new RandomRecords(random);
            Schema schema = records.schema();
            SinkRecord record = Encoding.record(schema, records.struct(schema));
            Row row = encoding.encode(record);
            TableShape later = new TableShape(changed(row.shape().columns(), random));

            Row trimmed = encoding.trimmer(row.shape(), later).orElseThrow().trimmed(row);

            assertThat(form.decoded(trimmed)).isEqualTo(form.decoded(encoding.encode(record, later)));
        });
    }

    @ParameterizedTest
    @EnumSource
    void columnsThatStayKeepTheirValuesWhateverTheirPlaceAndCase(Form form) {
        Encoding encoding = form.in(new Encoding());
        TableShape from = shape(ID, Column.of("gone", ColumnType.STRING, ColumnMode.REPEATED), NOTE);
        TableShape to = shape(
                Column.of("NOTE", ColumnType.STRING, ColumnMode.NULLABLE),
                Column.of("fresh", ColumnType.DATE, ColumnMode.NULLABLE),
                ID);
        Row row = encoding.encode(
                Encoding.record(null, Map.of("id", 7, "gone", List.of("a", "b"), "note", "kept")), from);

        Row trimmed = encoding.trimmer(from, to).orElseThrow().trimmed(row);

        assertThat(form.decoded(trimmed)).isEqualTo(Map.of("id", 7L, "NOTE", "kept"));
    }

    @ParameterizedTest
    @EnumSource
    void columnsDroppedInsideListsOfRecordsAreLeftOutOfEachRecord(Form form) {
        Encoding encoding = form.in(new Encoding());
        TableShape from = shape(Column.record("items", ColumnMode.REPEATED, List.of(ID, NOTE)));
        TableShape to = shape(Column.record("items", ColumnMode.REPEATED, List.of(NOTE)));
        List<Map<String, Object>> items = List.of(Map.of("id", 1, "note", "a"), Map.of("id", 2));
        Row row = encoding.encode(Encoding.record(null, Map.of("items", items)), from);

        Row trimmed = encoding.trimmer(from, to).orElseThrow().trimmed(row);

        assertThat(form.decoded(trimmed)).isEqualTo(Map.of("items", List.of(Map.of("note", "a"), Map.of())));
    }

    @ParameterizedTest
    @EnumSource
    void rowWithoutAValueForAColumnThatIsRequiredNowIsRefusedByName(Form form) {
        Encoding encoding = form.in(new Encoding());
        TableShape from = shape(Column.record("customer", ColumnMode.NULLABLE, List.of(ID, NOTE)));
        Column required = Column.of("note", ColumnType.STRING, ColumnMode.REQUIRED);
        TableShape to = shape(Column.record("customer", ColumnMode.NULLABLE, List.of(required)));
        RowTrimmer trimmer = encoding.trimmer(from, to).orElseThrow();
        Row row = encoding.encode(Encoding.record(null, Map.of("customer", Map.of("id", 1))), from);

        assertThatThrownBy(() -> trimmer.trimmed(row))
                .isInstanceOf(DataException.class)
                .hasMessage("column customer.note is REQUIRED: the record has no value for it; make it NULLABLE");
    }

    @ParameterizedTest
    @EnumSource
    void thereIsNoTrimmerWhereATypeHasChanged(Form form) {
        Encoding encoding = form.in(new Encoding());
        TableShape from = shape(ID, Column.record("customer", ColumnMode.NULLABLE, List.of(ID, NOTE)));

        assertThat(encoding.trimmer(from, shape(Column.of("id", ColumnType.STRING, ColumnMode.NULLABLE))))
                .isEmpty();
        assertThat(encoding.trimmer(from, shape(Column.of("id", ColumnType.INT64, ColumnMode.REPEATED))))
                .isEmpty();
        assertThat(encoding.trimmer(from, shape(Column.of("customer", ColumnType.JSON, ColumnMode.NULLABLE))))
                .isEmpty();
        assertThat(encoding.trimmer(
                        from,
                        shape(Column.record(
                                "customer",
                                ColumnMode.NULLABLE,
                                List.of(Column.of("id", ColumnType.BOOL, ColumnMode.NULLABLE))))))
                .isEmpty();
    }

    private static TableShape shape(Column... columns) {
        return new TableShape(List.of(columns));
    }

    /** Some columns dropped, at any depth, some added, names in capitals here and there, in another order. */
    private static List<Column> changed(List<Column> columns, Random random) {
        List<Column> changed = new ArrayList<>();
        for (Column column : columns) {
            if (random.nextInt(4) == 0 && !STRUCTURE.contains(column.name())) {
                continue;
            }
            String capitals = column.name().toUpperCase(Locale.ROOT);
            boolean same = capitals.equalsIgnoreCase(column.name()); // ß is not
            String name = same && random.nextInt(4) == 0 ? capitals : column.name();
            changed.add(
                    column.fields().isEmpty()
                            ? Column.of(name, column.type(), column.mode())
                            : Column.record(name, column.mode(), changed(column.fields(), random)));
        }
        for (int i = random.nextInt(3) + (changed.isEmpty() ? 1 : 0); i > 0; i--) {
            changed.add(Column.of("added" + i, ColumnType.STRING, ColumnMode.NULLABLE));
        }
        Collections.shuffle(changed, random);
        return changed;
    }
}
