// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.zetasql.Analyzer;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.LanguageOptions;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SimpleColumn;
import com.google.zetasql.SimpleTable;
import com.google.zetasql.SqlException;
import com.google.zetasql.StructType;
import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.ZetaSQLBuiltinFunctionOptions;
import com.google.zetasql.ZetaSQLOptions.LanguageFeature;
import com.google.zetasql.ZetaSQLOptions.ProductMode;
import com.google.zetasql.ZetaSQLType.TypeKind;
import io.millrace.connect.bigquery.model.Destination;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The statements of merges as GoogleSQL's own analyser reads them, which is stricter than the emulator's database. */
class MergeSqlIT {
    private static final Destination TABLE = new Destination("acme-prod", "raw", "shop.orders-2026");
    private static final Destination STAGED = new Destination("acme-prod", "stage", "orders_merge_1");
    private static final Destination DELETES = new Destination("acme-prod", "stage", "orders_deletes");
    private static final MatchedKey KEY = MatchedKey.of(List.of("id", "group by"));
    private static final MatchedKey CASELESS = new MatchedKey(List.of("id", "group by"), Set.of("id", "group by"));
    private static final List<String> OTHERS = List.of("it's", "select", "items");

    static Stream<Arguments> keys() {
        return Stream.of(
                        TypeKind.TYPE_BIGNUMERIC,
                        TypeKind.TYPE_BOOL,
                        TypeKind.TYPE_DATE,
                        TypeKind.TYPE_DATETIME,
                        TypeKind.TYPE_INT64,
                        TypeKind.TYPE_NUMERIC,
                        TypeKind.TYPE_STRING,
                        TypeKind.TYPE_TIMESTAMP)
                .flatMap(type -> Stream.of(Arguments.of(type, true), Arguments.of(type, false)));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void areGoogleSqlWhateverTypeTheKeyIsOf(TypeKind type, boolean truncated) {
        Type key = TypeFactory.createSimpleType(type);
        MergeSql sql = new MergeSql(TABLE, STAGED, DELETES, matched(type), OTHERS, truncated);
        String prune = "t.`id` IS NOT NULL";

        for (String statement : List.of(
                sql.rememberDeletes(DELETES),
                sql.truncate(DELETES, null),
                sql.truncate(DELETES, prune),
                sql.merge(false, null, Slice.all(null)),
                sql.merge(true, prune, new Slice(3, 4, "id")),
                sql.deleteOutdated(DELETES, prune),
                sql.single(columns(), null),
                sql.single(columns(), prune),
                sql.bounds("id"),
                sql.look(prune))) {
            analyse(statement, key);
        }
    }

    /** Texts may be of columns that ignore case. */
    private static MatchedKey matched(TypeKind type) {
        return type == TypeKind.TYPE_STRING ? CASELESS : KEY;
    }

    @ParameterizedTest
    @MethodSource("keys")
    void areGoogleSqlWhereNoRowIsDeleted(TypeKind type, boolean truncated) {
        Type key = TypeFactory.createSimpleType(type);
        MergeSql sql = new MergeSql(TABLE, STAGED, null, matched(type), OTHERS, truncated);

        for (String statement : List.of(
                sql.merge(false, null, Slice.all(null)),
                sql.merge(true, null, new Slice(1, 2, null)),
                sql.look(null))) {
            analyse(statement, key);
        }
    }

    /** Of all partitions, where a statement has to say which it reads. */
    @ParameterizedTest
    @MethodSource("partitions")
    void areGoogleSqlWhateverTypeThePartitionColumnIsOf(String type, TypeKind kind) {
        TableFieldSchema id = new TableFieldSchema().setName("id").setType(type);
        Target target = new Target(List.of(id), List.of("id"), "id", true, null, null);
        MergeSql sql = new MergeSql(TABLE, STAGED, DELETES, KEY, OTHERS, true);

        analyse(sql.truncate(DELETES, target.anywhere()), TypeFactory.createSimpleType(kind));
    }

    static Stream<Arguments> partitions() {
        return Stream.of(
                Arguments.of("INTEGER", TypeKind.TYPE_INT64),
                Arguments.of("INT64", TypeKind.TYPE_INT64),
                Arguments.of("DATE", TypeKind.TYPE_DATE),
                Arguments.of("DATETIME", TypeKind.TYPE_DATETIME),
                Arguments.of("TIMESTAMP", TypeKind.TYPE_TIMESTAMP));
    }

    @Test
    void theAnalyserWouldRefuseAStatementThatIsWrong() {
        Type key = TypeFactory.createSimpleType(TypeKind.TYPE_INT64);
        String merge = new MergeSql(TABLE, STAGED, DELETES, KEY, OTHERS, true).merge(true, null, Slice.all(null));

        assertThatThrownBy(() -> analyse(merge.replace("s.`__sequence` > ", "s.`id` > "), key))
                .isInstanceOf(SqlException.class);
        assertThatThrownBy(() -> analyse(merge.replace("`select`", "`selected`"), key))
                .isInstanceOf(SqlException.class);
    }

    private static List<String> columns() {
        List<String> columns = new ArrayList<>(List.of("id", "group by"));
        columns.addAll(OTHERS);
        columns.add("__sequence");
        return columns;
    }

    private static void analyse(String statement, Type key) {
        LanguageOptions language = new LanguageOptions().enableMaximumLanguageFeatures();
        language.enableLanguageFeature(LanguageFeature.FEATURE_V_1_3_COLLATION_SUPPORT);
        language.setProductMode(ProductMode.PRODUCT_EXTERNAL);
        language.setSupportsAllStatementKinds();
        AnalyzerOptions options = new AnalyzerOptions();
        options.setLanguageOptions(language);
        SimpleCatalog catalog = new SimpleCatalog("catalog");
        catalog.addZetaSQLFunctionsAndTypes(new ZetaSQLBuiltinFunctionOptions(language));
        SimpleCatalog project = catalog.addNewSimpleCatalog(TABLE.project());
        SimpleCatalog stage = project.addNewSimpleCatalog(STAGED.dataset());
        Map<String, Type> table = row(key);
        project.addNewSimpleCatalog(TABLE.dataset()).addSimpleTable(table(TABLE, table));
        Map<String, Type> staged = new LinkedHashMap<>(table);
        staged.put(MergeSql.CHANGE, text());
        staged.put(MergeSql.UNSENT, TypeFactory.createArrayType(text()));
        stage.addSimpleTable(table(STAGED, staged));
        Map<String, Type> deletes = new LinkedHashMap<>();
        deletes.put("id", key);
        deletes.put("group by", key);
        deletes.put(MergeSql.SEQUENCE, text());
        deletes.put(MergeSql.DELETED_AT, TypeFactory.createSimpleType(TypeKind.TYPE_TIMESTAMP));
        stage.addSimpleTable(table(DELETES, deletes));

        try {
            assertThat(Analyzer.analyzeStatement(statement, options, catalog)).isNotNull();
        } catch (IllegalArgumentException read) {
            // It was analysed; what came of it is told by a client that knows no structs.
            assertThat(read).hasMessageContaining("Type not supported").hasMessageContaining("StructType");
        }
    }

    private static Map<String, Type> row(Type key) {
        Map<String, Type> row = new LinkedHashMap<>();
        row.put("id", key);
        row.put("group by", key);
        row.put("it's", TypeFactory.createSimpleType(TypeKind.TYPE_JSON));
        row.put("select", TypeFactory.createSimpleType(TypeKind.TYPE_GEOGRAPHY));
        row.put(
                "items",
                TypeFactory.createArrayType(
                        TypeFactory.createStructType(List.of(new StructType.StructField("sku", text())))));
        row.put(MergeSql.SEQUENCE, text());
        return row;
    }

    private static Type text() {
        return TypeFactory.createSimpleType(TypeKind.TYPE_STRING);
    }

    private static SimpleTable table(Destination name, Map<String, Type> columns) {
        SimpleTable table = new SimpleTable(name.table());
        table.setFullName(name.project() + "." + name.dataset() + "." + name.table());
        columns.forEach((column, type) -> table.addSimpleColumn(new SimpleColumn(
                table.getFullName(), column, type, /* isPseudoColumn= */ false, /* isWritableColumn= */ true)));
        return table;
    }
}
