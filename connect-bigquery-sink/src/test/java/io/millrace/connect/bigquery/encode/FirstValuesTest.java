// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static io.millrace.connect.bigquery.encode.Encoding.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The columns that a record without schema makes: none of them refuses a value of it, and no whole number is rounded. */
class FirstValuesTest {
    private final Encoding encoding = new Encoding();

    /** The type of the column at a path. */
    private static ColumnType typeOf(String path, TableShape shape) {
        List<Column> columns = shape.columns();
        Column found = null;
        for (String name : path.split("\\.", -1)) {
            found = columns.stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            columns = found.fields();
        }
        return found == null ? ColumnType.RECORD : found.type();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "items.price | {'id':1,'items':[{'price':10},{'price':10.5}]}",
                "items.price | {'items':[{'price':10.5},{'price':10}]}",
                "items.price | {'items':[{'name':'a'},{'price':10,'name':'b'},{'name':'c','PRICE':10.5}]}",
                "items.v     | {'items':[{'v':[1]},{'v':[2.5]}]}",
                "items.v     | {'items':[{'v':[]},{'v':[1]},{'v':null},{'v':[3,2.5]}]}",
                "items.o.n   | {'items':[{'o':{'n':1}},{'o':{'n':2.5}}]}",
                "items.o.l.n | {'items':[{'o':{'l':[{'n':1},{}]}},{'o':{'l':[{'n':2.5}]}}]}",
                "o.l.n       | {'o':{'l':[{'n':1},{'n':0.25}]}}",
                "v           | {'v':[10,10.5]}"
            })
    void holdsTheFractionsThatFollowAWholeNumber(String path, String json) {
        SinkRecord record = record(null, json.replace('\'', '"'));

        assertThat(typeOf(path, encoding.shapeOf(record))).isEqualTo(ColumnType.FLOAT64);
        encoding.encode(record);
    }

    @Test
    void growsALiveTableSoAsWell() {
        Column sku = Column.of("sku", ColumnType.STRING, ColumnMode.NULLABLE);
        TableShape live = new TableShape(List.of(Column.record("items", ColumnMode.REPEATED, List.of(sku))));
        SinkRecord record = record(
                null,
                "{\"items\":[{\"sku\":\"a\",\"price\":1},{\"sku\":\"b\",\"price\":1.5}],\"more\":[{\"n\":1},{\"n\":2.5}]}");

        TableShape grown = encoding.shapeOf(record, live);

        assertThat(typeOf("items.price", grown)).isEqualTo(ColumnType.FLOAT64);
        assertThat(typeOf("more.n", grown)).isEqualTo(ColumnType.FLOAT64);
        assertThat(encoding.shapeOf(record, grown)).isSameAs(grown);
        encoding.encode(record, grown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'items':[{'v':'a'},{'v':1}]}",
                "{'items':[{'v':1},{'v':'a'}]}",
                "{'items':[{'v':true},{'v':'a'},{'v':1.5}]}"
            })
    void aFieldThatIsSometimesATextIsAText(String json) {
        SinkRecord record = record(null, json.replace('\'', '"'));

        assertThat(typeOf("items.v", encoding.shapeOf(record))).isEqualTo(ColumnType.STRING);
        encoding.encode(record);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'items':[{'v':true},{'v':1}]}",
                "{'items':[{'v':{'a':1}},{'v':1}]}",
                "{'items':[{'v':[1]},{'v':1}]}",
                "{'items':[{'v':[1]},{'v':['x']}]}"
            })
    void makesNoColumnForValuesThatNoneHolds(String json) {
        assertThatThrownBy(() -> encoding.shapeOf(record(null, json.replace('\'', '"'))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column items.v")
                .hasMessageContaining("column.types");
    }

    // ---- whole numbers

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NUMERIC    | h   | {'h':[5,17446744073709551615]}",
                "NUMERIC    | h   | {'h':[17446744073709551615,18446744073709551615]}",
                "NUMERIC    | o.h | {'o':[{'h':5},{'h':17446744073709551615}]}",
                "NUMERIC    | o.h | {'o':[{'h':[5]},{'h':[17446744073709551615]}]}",
                "BIGNUMERIC | h   | {'h':[5,99999999999999999999999999999999999999]}",
                "BIGNUMERIC | h   | {'h':[17446744073709551615,99999999999999999999999999999999999999]}",
                "NUMERIC    | h   | {'h':[0.5,9007199254740993]}",
                "NUMERIC    | h   | {'h':[0.5,17446744073709551615]}",
                "BIGNUMERIC | h   | {'h':[0.12345678901,9007199254740993]}",
                "FLOAT64    | h   | {'h':[0.5,9007199254740992]}",
                "FLOAT64    | h   | {'h':[0.5,18446744073709551616]}",
                "INT64      | h   | {'h':[5,9007199254740993]}"
            })
    void holdsWholeNumbersExactly(ColumnType type, String path, String json) {
        SinkRecord record = record(null, json.replace('\'', '"'));

        assertThat(typeOf(path, encoding.shapeOf(record))).isEqualTo(type);
        encoding.encode(record);
    }

    @Test
    @SuppressWarnings("unchecked")
    void storesThemExactly() {
        List<BigDecimal> stored = (List<BigDecimal>) encoding.row(record(null, "{\"h\":[5,17446744073709551615,0.25]}"))
                .get("h");

        assertThat(stored)
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(BigDecimal.valueOf(5), new BigDecimal("17446744073709551615"), new BigDecimal("0.25"));
    }

    @Test
    void refusesWhatNoNumberHoldsTogether() {
        for (Object list : List.of(
                List.of(9007199254740993L, 1e-300),
                List.of(9007199254740993L, Double.NaN),
                List.of(1e300, Long.MAX_VALUE))) {
            assertThatThrownBy(() -> encoding.shapeOf(record(null, Map.of("h", list))))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("column h")
                    .hasMessageContaining("column.types");
        }
    }

    @Test
    void neverRoundsAWholeNumberIntoAColumnThatIsThere() {
        Column single = Column.of("h", ColumnType.FLOAT64, ColumnMode.NULLABLE);
        Column list = Column.of("h", ColumnType.FLOAT64, ColumnMode.REPEATED);
        refused(single, null, "{\"h\":17446744073709551615}");
        refused(single, null, "{\"h\":\"17446744073709551615\"}");
        refused(single, null, "{\"h\":9007199254740993}");
        refused(list, null, "{\"h\":[1.5,17446744073709551615]}");
        refused(Column.of("h", ColumnType.INT64, ColumnMode.REPEATED), null, "{\"h\":[5,17446744073709551615]}");
        Schema decimal = Encoding.struct("h", Decimal.schema(0));
        refused(single, decimal, new Struct(decimal).put("h", new BigDecimal("17446744073709551615")));

        assertThat(encoding.row(record(null, "{\"h\":18446744073709551616}"), single))
                .containsEntry("h", 1.8446744073709552E19);
        assertThat(encoding.row(record(null, "{\"h\":1.7446744073709552E19}"), single))
                .containsEntry("h", 1.7446744073709552E19);
    }

    private void refused(Column column, @Nullable Schema schema, Object value) {
        assertThatThrownBy(() -> encoding.row(record(schema, value), column))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column h is " + column.type())
                .hasMessageNotContaining("1744674407");
    }

    // ---- what column.types knows

    @Test
    void aNullGetsTheColumnThatItsRuleHas() {
        Encoding ruled = Encoding.columnTypes("created=TIMESTAMP", "o.since=DATE");
        SinkRecord record = record(null, "{\"id\":1,\"created\":null,\"o\":{\"since\":null},\"other\":null}");

        TableShape made = ruled.shapeOf(record);

        assertThat(made.columns())
                .containsExactly(
                        Column.of("id", ColumnType.INT64, ColumnMode.NULLABLE),
                        Column.of("created", ColumnType.TIMESTAMP, ColumnMode.NULLABLE),
                        Column.record(
                                "o",
                                ColumnMode.NULLABLE,
                                List.of(Column.of("since", ColumnType.DATE, ColumnMode.NULLABLE))));
        assertThat(ruled.shapeOf(record, made)).isSameAs(made);
    }
}
