// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table.design;

import static io.millrace.connect.bigquery.model.ColumnMode.NULLABLE;
import static io.millrace.connect.bigquery.model.ColumnMode.REPEATED;
import static io.millrace.connect.bigquery.model.ColumnMode.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zetasql.Analyzer;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.LanguageOptions;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SimpleTable;
import com.google.zetasql.SqlException;
import com.google.zetasql.StructType;
import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.ZetaSQLBuiltinFunctionOptions;
import com.google.zetasql.ZetaSQLOptions.ProductMode;
import com.google.zetasql.ZetaSQLType.TypeKind;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOutputColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The view's query as GoogleSQL's own analyser reads it, which is stricter than the emulator's database. */
class CurrentStateSqlIT {
    private static final Destination TABLE = new Destination("acme-prod", "raw", "shop.orders-2026");
    private static final String PLACEHOLDER = "__debezium_unavailable_value";

    @ParameterizedTest
    @EnumSource(ColumnType.class)
    void isGoogleSqlWhateverTheTypeOfTheKey(ColumnType type) {
        Column key = type == ColumnType.RECORD
                ? Column.record("id", REQUIRED, List.of(Column.of("n", ColumnType.FLOAT64, NULLABLE)))
                : Column.of("id", type, REQUIRED);

        assertThat(shownBy(key)).containsExactly("id", "select", "items");
    }

    @Test
    void isGoogleSqlWithARepeatedOrReservedOrDifferentlySpelledKey() {
        assertThat(shownBy(Column.of("id", ColumnType.STRING, REPEATED))).containsExactly("id", "select", "items");
        assertThat(shownBy(Column.of("id", ColumnType.STRING, REQUIRED), "ID", "select"))
                .containsExactly("id", "select", "items");
    }

    @ParameterizedTest
    @EnumSource(
            value = ColumnType.class,
            names = {"BOOL", "STRING", "INT64", "JSON"})
    void isGoogleSqlWhateverTypeSaysThatARowIsGone(ColumnType deleted) {
        Column id = Column.of("id", ColumnType.INT64, REQUIRED);
        TableShape shape = changelog(id, deleted);

        assertThat(CurrentStateView.obstacle(shape)).isEmpty();
        assertThat(analyse(
                        CurrentStateView.query(TABLE, shape, List.of("id"), null)
                                .orElseThrow(),
                        shape))
                .containsExactly("id", "select", "items", "__ts_ms", "__source_ts_ms", "__lsn");
    }

    /** Of the columns that the view does not show, this one may be anything. */
    @ParameterizedTest
    @EnumSource(ColumnType.class)
    void isGoogleSqlWhateverTypeTheSourcesTimeIsOf(ColumnType sourceTime) {
        Column time = sourceTime == ColumnType.RECORD
                ? Column.record("__source_ts", NULLABLE, List.of(Column.of("n", ColumnType.INT64, NULLABLE)))
                : Column.of("__source_ts", sourceTime, REPEATED);
        List<Column> columns = new ArrayList<>(
                changelog(Column.of("id", ColumnType.INT64, REQUIRED)).columns());
        columns.replaceAll(column -> column.name().equals("__source_ts") ? time : column);
        TableShape shape = new TableShape(columns);

        assertThat(analyse(
                        CurrentStateView.query(TABLE, shape, List.of("id"), null)
                                .orElseThrow(),
                        shape))
                .containsExactly("id", "select", "items");
    }

    @ParameterizedTest
    @EnumSource(ColumnType.class)
    void isGoogleSqlWhateverTypeAValueIsOfThatMayNotHaveBeenSent(ColumnType type) {
        List<Column> columns = new ArrayList<>(
                changelog(Column.of("id", ColumnType.INT64, REQUIRED)).columns());
        for (ColumnMode mode : List.of(NULLABLE, REPEATED)) {
            columns.add(
                    type == ColumnType.RECORD
                            ? Column.record(
                                    "large " + mode,
                                    mode,
                                    List.of(
                                            Column.of("key", ColumnType.STRING, NULLABLE),
                                            Column.of("value", ColumnType.STRING, NULLABLE)))
                            : Column.of("large " + mode, type, mode));
        }
        TableShape shape = new TableShape(columns);

        assertThat(analyse(
                        CurrentStateView.query(TABLE, shape, List.of("id"), "it's a \\ \"new\"\nline")
                                .orElseThrow(),
                        shape))
                .containsExactly("id", "select", "items", "large NULLABLE", "large REPEATED");
    }

    @Test
    void theAnalyserWouldRefuseAQueryThatIsWrong() {
        TableShape shape = changelog(Column.of("id", ColumnType.INT64, REQUIRED));
        String query = CurrentStateView.query(TABLE, shape, List.of("id"), null).orElseThrow();

        assertThatThrownBy(() -> analyse(query.replace("`__deleted`, FALSE", "`__deleted`, 0"), shape))
                .isInstanceOf(SqlException.class);
        assertThatThrownBy(() -> analyse(query.replace("`id`", "`ident`"), shape))
                .isInstanceOf(SqlException.class);
    }

    private static List<String> shownBy(Column id, String... keys) {
        TableShape shape = changelog(id);
        List<String> key = keys.length == 0 ? List.of("id") : List.of(keys);
        return analyse(CurrentStateView.query(TABLE, shape, key, PLACEHOLDER).orElseThrow(), shape);
    }

    private static TableShape changelog(Column id) {
        return new TableShape(List.of(
                id,
                Column.of("select", ColumnType.INT64, NULLABLE),
                Column.record("items", REPEATED, List.of(Column.of("sku", ColumnType.STRING, NULLABLE))),
                Column.of("__op", ColumnType.STRING, NULLABLE),
                Column.of("__deleted", ColumnType.BOOL, NULLABLE),
                Column.of("__source_ts", ColumnType.TIMESTAMP, NULLABLE),
                Column.of("__sequence", ColumnType.STRING, NULLABLE)));
    }

    /** One that an unwrapping transform wrote to before. */
    private static TableShape changelog(Column id, ColumnType deleted) {
        List<Column> columns = new ArrayList<>(changelog(id).columns());
        columns.replaceAll(
                column -> column.name().equals("__deleted") ? Column.of("__deleted", deleted, NULLABLE) : column);
        columns.add(Column.of("__ts_ms", ColumnType.INT64, NULLABLE));
        columns.add(Column.of("__source_ts_ms", ColumnType.INT64, NULLABLE));
        columns.add(Column.of("__lsn", ColumnType.INT64, NULLABLE));
        return new TableShape(columns);
    }

    /** The names of the columns that the query shows. */
    private static List<String> analyse(String query, TableShape shape) {
        LanguageOptions language = new LanguageOptions().enableMaximumLanguageFeatures();
        language.setProductMode(ProductMode.PRODUCT_EXTERNAL);
        AnalyzerOptions options = new AnalyzerOptions();
        options.setLanguageOptions(language);
        SimpleTable table = new SimpleTable(TABLE.table());
        table.setFullName(TABLE.project() + "." + TABLE.dataset() + "." + TABLE.table());
        shape.columns().forEach(column -> table.addSimpleColumn(column.name(), type(column)));
        SimpleCatalog catalog = new SimpleCatalog("catalog");
        catalog.addZetaSQLFunctionsAndTypes(new ZetaSQLBuiltinFunctionOptions(language));
        catalog.addNewSimpleCatalog(TABLE.project())
                .addNewSimpleCatalog(TABLE.dataset())
                .addSimpleTable(table);
        List<String> shown = new ArrayList<>();
        for (ResolvedOutputColumn column :
                ((ResolvedQueryStmt) Analyzer.analyzeStatement(query, options, catalog)).getOutputColumnList()) {
            shown.add(column.getName());
        }
        return shown;
    }

    private static Type type(Column column) {
        Type single = switch (column.type()) {
            case RECORD ->
                TypeFactory.createStructType(column.fields().stream()
                        .map(field -> new StructType.StructField(field.name(), type(field)))
                        .toList());
            case FLOAT64 -> TypeFactory.createSimpleType(TypeKind.TYPE_DOUBLE);
            case INT64,
                    NUMERIC,
                    BIGNUMERIC,
                    BOOL,
                    STRING,
                    BYTES,
                    DATE,
                    TIME,
                    DATETIME,
                    TIMESTAMP,
                    JSON,
                    GEOGRAPHY,
                    INTERVAL ->
                TypeFactory.createSimpleType(
                        TypeKind.valueOf("TYPE_" + column.type().name()));
        };
        return column.mode() == REPEATED ? TypeFactory.createArrayType(single) : single;
    }
}
