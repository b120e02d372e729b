// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import com.google.api.services.bigquery.model.Clustering;
import com.google.api.services.bigquery.model.RangePartitioning;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableConstraints;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import com.google.api.services.bigquery.model.TimePartitioning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads columns, keys, partitioning and clustering of CREATE TABLE. */
final class Definitions {
    private final TokenStream tokens;
    private final Expressions expressions;

    Definitions(TokenStream tokens, Expressions expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    /** {@code (column …, PRIMARY KEY (…) NOT ENFORCED)}. */
    void columns(Table table) {
        List<TableFieldSchema> fields = new ArrayList<>();
        List<String> key = new ArrayList<>();
        tokens.expectSymbol("(");
        do {
            if (tokens.accept("CONSTRAINT")) {
                tokens.anyName();
            }
            if (tokens.at("PRIMARY", "KEY")) {
                key.addAll(primaryKey());
            } else if (tokens.at("FOREIGN", "KEY")) {
                throw Functions.unsupported("FOREIGN KEY");
            } else if (!tokens.atSymbol(")")) {
                TableFieldSchema field = column();
                if (tokens.accept("PRIMARY", "KEY")) {
                    tokens.expect("NOT", "ENFORCED");
                    key.add(field.getName());
                }
                fields.add(field);
            }
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        if (!key.isEmpty()) {
            table.setTableConstraints(
                    new TableConstraints().setPrimaryKey(new TableConstraints.PrimaryKey().setColumns(key)));
        }
        table.setSchema(new TableSchema().setFields(fields));
    }

    /** {@code PRIMARY KEY (a, b) NOT ENFORCED}. */
    List<String> primaryKey() {
        tokens.expect("PRIMARY", "KEY");
        tokens.expectSymbol("(");
        List<String> columns = new ArrayList<>();
        do {
            columns.add(tokens.name());
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        tokens.expect("NOT", "ENFORCED");
        return columns;
    }

    /** {@code name type [DEFAULT …] [NOT NULL] [OPTIONS(…)]}. */
    TableFieldSchema column() {
        String name = tokens.name();
        TableFieldSchema field = TypeName.read(tokens, name);
        while (true) {
            if (tokens.accept("NOT", "NULL")) {
                field.setMode("REQUIRED");
            } else if (tokens.accept("DEFAULT")) {
                field.setDefaultValueExpression(expressionText());
            } else if (tokens.at("OPTIONS")) {
                if (Options.read(tokens).get("description") instanceof String text) {
                    field.setDescription(text);
                }
            } else if (tokens.at("COLLATE") || tokens.at("GENERATED")) {
                throw Functions.unsupported(tokens.peek().text().toUpperCase(Locale.ROOT) + " of a column");
            } else {
                return field;
            }
        }
    }

    /** An expression as it is written, checked by reading it. */
    String expressionText() {
        int from = tokens.peek().position();
        expressions.read();
        return tokens.text(from, tokens.lastEnd());
    }

    /** {@code PARTITION BY …} and {@code CLUSTER BY …}, where they come next. */
    void layout(Table table) {
        if (tokens.accept("PARTITION", "BY")) {
            partitioning(table);
        }
        if (tokens.accept("CLUSTER", "BY")) {
            List<String> columns = new ArrayList<>();
            do {
                columns.add(tokens.name());
            } while (tokens.acceptSymbol(","));
            table.setClustering(new Clustering().setFields(columns));
        }
    }

    private void partitioning(Table table) {
        String first = tokens.name();
        if (!tokens.acceptSymbol("(")) {
            if (first.equalsIgnoreCase("_PARTITIONDATE")) {
                throw Functions.unsupported("partitioning by ingestion time");
            }
            table.setTimePartitioning(new TimePartitioning().setType("DAY").setField(first));
            return;
        }
        String column = tokens.name();
        String function = first.toUpperCase(Locale.ROOT);
        switch (function) {
            case "DATE" ->
                table.setTimePartitioning(new TimePartitioning().setType("DAY").setField(column));
            case "DATE_TRUNC", "TIMESTAMP_TRUNC", "DATETIME_TRUNC" -> {
                tokens.expectSymbol(",");
                String part = tokens.anyName().toUpperCase(Locale.ROOT);
                table.setTimePartitioning(new TimePartitioning().setType(part).setField(column));
            }
            case "RANGE_BUCKET" -> {
                tokens.expectSymbol(",");
                tokens.expect("GENERATE_ARRAY");
                tokens.expectSymbol("(");
                RangePartitioning.Range range = new RangePartitioning.Range().setStart(TypeName.integer(tokens));
                tokens.expectSymbol(",");
                range.setEnd(TypeName.integer(tokens));
                range.setInterval(tokens.acceptSymbol(",") ? TypeName.integer(tokens) : 1L);
                tokens.expectSymbol(")");
                table.setRangePartitioning(
                        new RangePartitioning().setField(column).setRange(range));
            }
            default -> throw Functions.unsupported("PARTITION BY " + function);
        }
        tokens.expectSymbol(")");
    }
}
