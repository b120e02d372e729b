// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.zetasql.Analyzer;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.LanguageOptions;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SimpleTable;
import com.google.zetasql.StructType;
import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.ZetaSQLBuiltinFunctionOptions;
import com.google.zetasql.ZetaSQLOptions.LanguageFeature;
import com.google.zetasql.ZetaSQLOptions.ProductMode;
import com.google.zetasql.ZetaSQLType.TypeKind;
import io.millrace.connect.emulator.store.DatasetName;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import java.util.List;

/** Google's own analyser of GoogleSQL, over the tables that a warehouse has at the moment. */
final class GoogleSqlAnalyser {
    private static final List<String> INFORMATION_SCHEMA = List.of(
            "SCHEMATA",
            "TABLES",
            "COLUMNS",
            "COLUMN_FIELD_PATHS",
            "TABLE_OPTIONS",
            "TABLE_CONSTRAINTS",
            "KEY_COLUMN_USAGE",
            "VIEWS");

    private final Warehouse warehouse;
    private final QueryEngine engine;
    private final String project;
    private final LanguageOptions language = new LanguageOptions().enableMaximumLanguageFeatures();

    GoogleSqlAnalyser(Warehouse warehouse, QueryEngine engine, String project) {
        this.warehouse = warehouse;
        this.engine = engine;
        this.project = project;
        language.setProductMode(ProductMode.PRODUCT_EXTERNAL);
        language.setSupportsAllStatementKinds();
        // Reserved in BigQuery, and only then usable without WHERE
        language.enableReservableKeyword("QUALIFY");
        // Off in the library's maximum, on in BigQuery
        language.enableLanguageFeature(LanguageFeature.FEATURE_ALTER_COLUMN_SET_DATA_TYPE);
    }

    /** Throws SqlException for what is not GoogleSQL. */
    void analyse(String sql) {
        AnalyzerOptions options = new AnalyzerOptions();
        options.setLanguageOptions(language);
        var unused = Analyzer.analyzeStatement(sql, options, catalog());
    }

    /** Tables go by their full name and without the project, each as a path and, in backticks, as one word. */
    private SimpleCatalog catalog() {
        SimpleCatalog catalog = new SimpleCatalog("catalog");
        catalog.addZetaSQLFunctionsAndTypes(new ZetaSQLBuiltinFunctionOptions(language));
        SimpleCatalog inProject = catalog.addNewSimpleCatalog(project);
        for (var dataset : warehouse.datasets(project)) {
            String name = dataset.getDatasetReference().getDatasetId();
            for (SimpleCatalog parent : List.of(catalog, inProject)) {
                SimpleCatalog tables = parent.addNewSimpleCatalog(name);
                SimpleCatalog information = tables.addNewSimpleCatalog("INFORMATION_SCHEMA");
                INFORMATION_SCHEMA.forEach(
                        view -> information.addSimpleTable(table(view, informationSchema(name, view))));
            }
            for (var stored : warehouse.tables(new DatasetName(project, name))) {
                TableName table = stored.name();
                List<TableFieldSchema> fields = stored.fields();
                for (SimpleCatalog parent : List.of(catalog, inProject)) {
                    parent.getCatalog(name).addSimpleTable(table(table.table(), fields));
                    parent.addSimpleTable(table(name + "." + table.table(), fields));
                }
                catalog.addSimpleTable(table(project + "." + name + "." + table.table(), fields));
            }
        }
        return catalog;
    }

    private List<TableFieldSchema> informationSchema(String dataset, String view) {
        return engine.select(project, "SELECT * FROM " + dataset + ".INFORMATION_SCHEMA." + view + " LIMIT 0")
                .schema()
                .getFields();
    }

    private static SimpleTable table(String name, List<TableFieldSchema> fields) {
        SimpleTable table = new SimpleTable(name);
        fields.forEach(field -> table.addSimpleColumn(field.getName(), type(field)));
        return table;
    }

    private static Type type(TableFieldSchema field) {
        Type single = switch (FieldType.of(field)) {
            case RECORD ->
                TypeFactory.createStructType(field.getFields().stream()
                        .map(nested -> new StructType.StructField(nested.getName(), type(nested)))
                        .toList());
            case FLOAT -> TypeFactory.createSimpleType(TypeKind.TYPE_DOUBLE);
            case INTEGER -> TypeFactory.createSimpleType(TypeKind.TYPE_INT64);
            case BOOLEAN -> TypeFactory.createSimpleType(TypeKind.TYPE_BOOL);
            default ->
                TypeFactory.createSimpleType(
                        TypeKind.valueOf("TYPE_" + FieldType.of(field).name()));
        };
        return FieldType.isRepeated(field) ? TypeFactory.createArrayType(single) : single;
    }
}
