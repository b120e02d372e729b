// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.ViewDefinition;
import io.millrace.connect.emulator.sql.Statement.Existing;
import io.millrace.connect.emulator.sql.Statement.TableChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads CREATE, ALTER and DROP. */
final class SchemaStatements {
    private final TokenStream tokens;
    private final Relations relations;
    private final Queries queries;
    private final Definitions definitions;

    SchemaStatements(TokenStream tokens, Relations relations, Queries queries) {
        this.tokens = tokens;
        this.relations = relations;
        this.queries = queries;
        this.definitions = new Definitions(tokens, queries.expressions());
    }

    Statement create() {
        tokens.expect("CREATE");
        boolean replace = tokens.accept("OR", "REPLACE");
        if (tokens.accept("TABLE")) {
            return createTable(existing(replace));
        }
        if (tokens.accept("VIEW")) {
            return createView(existing(replace));
        }
        if (tokens.accept("SCHEMA")) {
            Existing existing = existing(replace);
            return new Statement.CreateSchema(queries.sources().path(), existing, Options.read(tokens));
        }
        throw Functions.unsupported("CREATE " + tokens.peek().text().toUpperCase(Locale.ROOT));
    }

    private Existing existing(boolean replace) {
        if (tokens.accept("IF", "NOT", "EXISTS")) {
            return Existing.KEEP;
        }
        return replace ? Existing.REPLACE : Existing.FAIL;
    }

    private Statement createTable(Existing existing) {
        Table table = new Table()
                .setTableReference(relations.table(queries.sources().path()).reference());
        if (tokens.at("LIKE") || tokens.at("COPY") || tokens.at("CLONE")) {
            throw Functions.unsupported("CREATE TABLE " + tokens.peek().text().toUpperCase(Locale.ROOT));
        }
        if (tokens.atSymbol("(")) {
            definitions.columns(table);
        }
        definitions.layout(table);
        TableOptions.apply(table, Options.read(tokens));
        String query = tokens.accept("AS") ? queries.query() : null;
        if (query == null && table.getSchema() == null) {
            throw tokens.unexpected("Expected a column list or AS query");
        }
        return new Statement.CreateTable(table, existing, query);
    }

    private Statement createView(Existing existing) {
        Table table = new Table()
                .setTableReference(relations.table(queries.sources().path()).reference());
        List<String> columns = new ArrayList<>();
        if (tokens.acceptSymbol("(")) {
            do {
                columns.add(tokens.anyName());
                Options.read(tokens);
            } while (tokens.acceptSymbol(","));
            tokens.expectSymbol(")");
        }
        TableOptions.apply(table, Options.read(tokens));
        tokens.expect("AS");
        int from = tokens.peek().position();
        queries.query();
        String query = tokens.text(from, tokens.lastEnd());
        table.setView(new ViewDefinition().setQuery(query).setUseLegacySql(false));
        return new Statement.CreateView(table, existing, columns);
    }

    Statement alter() {
        tokens.expect("ALTER");
        if (tokens.accept("SCHEMA")) {
            boolean ifExists = tokens.accept("IF", "EXISTS");
            List<String> path = queries.sources().path();
            tokens.expect("SET");
            return new Statement.AlterSchema(path, ifExists, Options.read(tokens));
        }
        if (!tokens.accept("TABLE") && !tokens.accept("VIEW")) {
            throw Functions.unsupported("ALTER " + tokens.peek().text().toUpperCase(Locale.ROOT));
        }
        boolean ifExists = tokens.accept("IF", "EXISTS");
        List<String> path = queries.sources().path();
        List<TableChange> changes = new ArrayList<>();
        do {
            changes.add(change());
        } while (tokens.acceptSymbol(","));
        return new Statement.AlterTable(relations.table(path), ifExists, changes);
    }

    private TableChange change() {
        if (tokens.accept("ADD", "COLUMN")) {
            boolean lenient = tokens.accept("IF", "NOT", "EXISTS");
            return change(
                    lenient ? TableChange.Kind.ADD_COLUMN_IF_NOT_EXISTS : TableChange.Kind.ADD_COLUMN,
                    null,
                    definitions.column());
        }
        if (tokens.accept("DROP", "COLUMN")) {
            boolean lenient = tokens.accept("IF", "EXISTS");
            return change(
                    lenient ? TableChange.Kind.DROP_COLUMN_IF_EXISTS : TableChange.Kind.DROP_COLUMN,
                    tokens.anyName(),
                    null);
        }
        if (tokens.accept("RENAME", "COLUMN")) {
            String column = tokens.anyName();
            tokens.expect("TO");
            return change(TableChange.Kind.RENAME_COLUMN, column, new TableFieldSchema().setName(tokens.anyName()));
        }
        if (tokens.accept("DROP", "PRIMARY", "KEY")) {
            tokens.accept("IF", "EXISTS");
            return change(TableChange.Kind.DROP_PRIMARY_KEY, null, null);
        }
        if (tokens.at("ADD", "PRIMARY", "KEY") || tokens.at("ADD", "CONSTRAINT")) {
            tokens.expect("ADD");
            if (tokens.accept("CONSTRAINT")) {
                tokens.anyName();
            }
            Map<String, Object> key = Map.of("columns", definitions.primaryKey());
            return new TableChange(TableChange.Kind.ADD_PRIMARY_KEY, null, null, key);
        }
        if (tokens.accept("SET") && tokens.at("OPTIONS")) {
            return new TableChange(TableChange.Kind.SET_OPTIONS, null, null, Options.read(tokens));
        }
        if (tokens.accept("ALTER", "COLUMN")) {
            tokens.accept("IF", "EXISTS");
            return columnChange(tokens.anyName());
        }
        if (tokens.at("ADD")) {
            throw tokens.unexpected("Expected keyword COLUMN, PRIMARY or CONSTRAINT behind ADD");
        }
        throw Functions.unsupported("ALTER TABLE … " + tokens.peek().text().toUpperCase(Locale.ROOT));
    }

    private TableChange columnChange(String column) {
        if (tokens.accept("SET", "DATA", "TYPE")) {
            return change(TableChange.Kind.SET_TYPE, column, TypeName.read(tokens, column));
        }
        if (tokens.accept("DROP", "NOT", "NULL")) {
            return change(TableChange.Kind.DROP_NOT_NULL, column, null);
        }
        if (tokens.accept("DROP", "DEFAULT")) {
            return change(TableChange.Kind.DROP_DEFAULT, column, null);
        }
        tokens.expect("SET");
        if (tokens.accept("DEFAULT")) {
            TableFieldSchema field = new TableFieldSchema().setDefaultValueExpression(definitions.expressionText());
            return change(TableChange.Kind.SET_DEFAULT, column, field);
        }
        return new TableChange(TableChange.Kind.SET_COLUMN_OPTIONS, column, null, Options.read(tokens));
    }

    private static TableChange change(
            TableChange.Kind kind, @Nullable String column, @Nullable TableFieldSchema field) {
        return new TableChange(kind, column, field, Map.of());
    }

    Statement drop() {
        tokens.expect("DROP");
        String kind = tokens.anyName().toUpperCase(Locale.ROOT);
        if (!List.of("TABLE", "VIEW", "SCHEMA").contains(kind)) {
            throw Functions.unsupported("DROP " + kind);
        }
        boolean ifExists = tokens.accept("IF", "EXISTS");
        List<String> path = queries.sources().path();
        boolean cascade = tokens.accept("CASCADE");
        if (!cascade) {
            tokens.accept("RESTRICT");
        }
        return new Statement.Drop(kind, path, ifExists, cascade);
    }
}
