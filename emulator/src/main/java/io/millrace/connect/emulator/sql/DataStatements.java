// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import io.millrace.connect.emulator.store.Identifier;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.WarehouseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads INSERT, UPDATE, DELETE, MERGE and TRUNCATE. */
final class DataStatements {
    private final TokenStream tokens;
    private final Relations relations;
    private final Queries queries;
    private final Expressions expressions;

    DataStatements(TokenStream tokens, Relations relations, Queries queries) {
        this.tokens = tokens;
        this.relations = relations;
        this.queries = queries;
        this.expressions = queries.expressions();
    }

    Statement insert() {
        tokens.expect("INSERT");
        tokens.accept("INTO");
        TableName target = target();
        List<String> columns = tokens.atSymbol("(") && !Queries.startsQuery(tokens) ? columnList() : List.of();
        Assignments into = new Assignments(relations.columns(target));
        String source = tokens.at("VALUES") ? values(into, columns) : into.rows(columns, queries.query());
        return new Statement.Write(
                "INSERT", target, "INSERT INTO " + Identifier.table(target) + listed(columns) + " " + source, null);
    }

    private static String listed(List<String> columns) {
        return columns.isEmpty() ? "" : " (" + String.join(", ", columns) + ")";
    }

    private List<String> columnList() {
        tokens.expectSymbol("(");
        List<String> columns = new ArrayList<>();
        do {
            columns.add(Identifier.quote(tokens.anyName()));
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        return columns;
    }

    private String values(Assignments into, List<String> columns) {
        tokens.expect("VALUES");
        List<String> rows = new ArrayList<>();
        do {
            rows.add(row(into, columns));
        } while (tokens.acceptSymbol(","));
        return "VALUES " + String.join(", ", rows);
    }

    private String row(Assignments into, List<String> columns) {
        tokens.expectSymbol("(");
        List<String> values = new ArrayList<>();
        do {
            values.add(valueOrDefault());
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        return into.row(columns, values);
    }

    private String valueOrDefault() {
        return tokens.accept("DEFAULT") ? "DEFAULT" : expressions.read();
    }

    Statement update() {
        tokens.expect("UPDATE");
        TableName target = target();
        String alias = alias(target);
        tokens.expect("SET");
        String assignments = assignments(new Assignments(relations.columns(target)), alias);
        String source = tokens.accept("FROM") ? queries.sources().from() : null;
        String condition = condition("UPDATE");
        String sql = "UPDATE " + Identifier.table(target) + " AS " + alias + " SET " + assignments
                + (source == null ? "" : " FROM " + source) + " WHERE " + condition;
        String conflicts = source == null
                ? null
                : "SELECT 1 FROM " + Identifier.table(target) + " AS " + alias + ", " + source + " WHERE " + condition
                        + " GROUP BY " + alias + ".rowid HAVING count(*) > 1 LIMIT 1";
        return new Statement.Write("UPDATE", target, sql, conflicts);
    }

    private String assignments(Assignments into, String alias) {
        List<String> assignments = new ArrayList<>();
        do {
            List<String> path = new ArrayList<>();
            do {
                path.add(Identifier.quote(tokens.anyName()));
            } while (tokens.acceptSymbol("."));
            if (path.size() > 1 && path.get(0).equals(alias)) {
                path.remove(0);
            }
            if (path.size() > 1) {
                throw Functions.unsupported("SET of a field inside a STRUCT");
            }
            tokens.expectSymbol("=");
            assignments.add(path.get(0) + " = " + into.checked(path.get(0), valueOrDefault()));
        } while (tokens.acceptSymbol(","));
        return String.join(", ", assignments);
    }

    Statement delete() {
        tokens.expect("DELETE");
        tokens.accept("FROM");
        TableName target = target();
        String alias = alias(target);
        String condition = condition("DELETE");
        String sql = "DELETE FROM " + Identifier.table(target) + " AS " + alias + " WHERE " + condition;
        return new Statement.Write("DELETE", target, sql, null);
    }

    private String condition(String statement) {
        if (!tokens.accept("WHERE")) {
            throw new WarehouseException(
                    WarehouseException.Reason.INVALID_QUERY, statement + " must have a WHERE clause");
        }
        return expressions.condition();
    }

    Statement truncate() {
        tokens.expect("TRUNCATE", "TABLE");
        TableName target = target();
        return new Statement.Write("TRUNCATE_TABLE", target, "DELETE FROM " + Identifier.table(target), null);
    }

    Statement merge() {
        tokens.expect("MERGE");
        tokens.accept("INTO");
        TableName target = target();
        String alias = alias(target);
        tokens.expect("USING");
        String source = queries.sources().single();
        tokens.expect("ON");
        String condition = expressions.read();
        StringBuilder clauses = new StringBuilder();
        List<String> matched = new ArrayList<>();
        Assignments columns = new Assignments(relations.columns(target));
        while (tokens.accept("WHEN")) {
            clause(clauses, matched, columns, alias);
        }
        String into = Identifier.table(target) + " AS " + alias;
        String sql =
                "MERGE INTO " + into + " USING " + source + " ON " + condition + clauses + " RETURNING merge_action";
        String conflicts = matched.isEmpty()
                ? null
                : "SELECT 1 FROM " + into + " JOIN " + source + " ON " + condition + " WHERE "
                        + String.join(" OR ", matched) + " GROUP BY " + alias + ".rowid HAVING count(*) > 1 LIMIT 1";
        return new Statement.Write("MERGE", target, sql, conflicts);
    }

    /** Adds to {@code matched} when a clause that changes matched rows applies. */
    private void clause(StringBuilder text, List<String> matched, Assignments into, String alias) {
        boolean not = tokens.accept("NOT");
        tokens.expect("MATCHED");
        boolean bySource = tokens.accept("BY", "SOURCE");
        if (!bySource) {
            tokens.accept("BY", "TARGET");
        }
        String condition = tokens.accept("AND") ? expressions.condition() : null;
        tokens.expect("THEN");
        text.append(not ? " WHEN NOT MATCHED" : " WHEN MATCHED").append(bySource ? " BY SOURCE" : "");
        text.append(condition == null ? "" : " AND " + condition).append(" THEN ");
        if (!not) {
            matched.add(condition == null ? "TRUE" : condition);
        }
        text.append(action(into, alias));
    }

    private String action(Assignments into, String alias) {
        if (tokens.accept("DELETE")) {
            return "DELETE";
        }
        if (tokens.accept("UPDATE")) {
            tokens.expect("SET");
            return "UPDATE SET " + assignments(into, alias);
        }
        tokens.expect("INSERT");
        if (tokens.accept("ROW")) {
            return "INSERT BY POSITION";
        }
        List<String> columns = tokens.atSymbol("(") ? columnList() : List.of();
        tokens.accept("INTO");
        if (tokens.accept("ROW")) {
            throw Functions.unsupported("INSERT (columns) ROW in MERGE");
        }
        tokens.expect("VALUES");
        return "INSERT" + listed(columns) + " VALUES " + row(into, columns);
    }

    private TableName target() {
        return relations.table(queries.sources().path());
    }

    private String alias(TableName target) {
        @Nullable String name = null;
        if (tokens.accept("AS")) {
            name = tokens.anyName();
        } else if (tokens.atName() && !tokens.at("SET")) {
            name = tokens.name();
        }
        return queries.sources().declared(name == null ? target.table() : name);
    }
}
