// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import io.millrace.connect.emulator.store.Identifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what stands in FROM: tables, joins, subqueries, arrays. */
final class Sources {
    private final TokenStream tokens;
    private final Relations relations;
    private final Queries queries;
    private final Expressions expressions;
    private final Scope scope;
    private int unnested;

    Sources(TokenStream tokens, Relations relations, Queries queries, Expressions expressions, Scope scope) {
        this.tokens = tokens;
        this.relations = relations;
        this.queries = queries;
        this.expressions = expressions;
        this.scope = scope;
    }

    String from() {
        StringBuilder text = new StringBuilder(joined());
        while (tokens.acceptSymbol(",")) {
            text.append(", ").append(joined());
        }
        return text.toString();
    }

    private String joined() {
        StringBuilder text = new StringBuilder(one());
        while (true) {
            String join = joinKeyword();
            if (join == null) {
                return text.toString();
            }
            boolean array = tokens.at("UNNEST");
            text.append(' ').append(join).append(' ').append(one());
            if (tokens.accept("ON")) {
                text.append(" ON ").append(expressions.read());
            } else if (tokens.accept("USING")) {
                tokens.expectSymbol("(");
                List<String> columns = new ArrayList<>();
                do {
                    columns.add(Identifier.quote(tokens.name()));
                } while (tokens.acceptSymbol(","));
                tokens.expectSymbol(")");
                text.append(" USING (").append(String.join(", ", columns)).append(')');
            } else if (!join.startsWith("CROSS")) {
                if (!array) {
                    throw tokens.unexpected("Expected keyword ON or USING");
                }
                text.append(" ON TRUE");
            }
        }
    }

    private @Nullable String joinKeyword() {
        for (String side : List.of("LEFT", "RIGHT", "FULL")) {
            if (tokens.accept(side)) {
                tokens.accept("OUTER");
                tokens.expect("JOIN");
                return side + " JOIN";
            }
        }
        if (tokens.accept("CROSS", "JOIN")) {
            return "CROSS JOIN";
        }
        if (tokens.accept("INNER", "JOIN") || tokens.accept("JOIN")) {
            return "JOIN";
        }
        return null;
    }

    /** One table or subquery without joins, as MERGE takes it. */
    String single() {
        return one();
    }

    private String one() {
        if (tokens.at("UNNEST")) {
            tokens.take();
            tokens.expectSymbol("(");
            boolean structs = constructsStructs();
            String array = expressions.read();
            tokens.expectSymbol(")");
            return unnest(array, structs, alias());
        }
        if (tokens.atSymbol("(")) {
            if (Queries.startsQuery(tokens)) {
                tokens.take();
                String query = queries.query();
                tokens.expectSymbol(")");
                String alias = alias();
                return "(" + query + ")" + (alias == null ? "" : " AS " + declared(alias));
            }
            tokens.take();
            String inner = from();
            tokens.expectSymbol(")");
            return "(" + inner + ")";
        }
        return table();
    }

    private String table() {
        List<String> path = path();
        if (tokens.atSymbol("(")) {
            throw Functions.unsupported("the table function " + String.join(".", path));
        }
        String first = path.get(0);
        if (path.size() > 1 && scope.isAlias(first)) {
            StringBuilder array = new StringBuilder();
            for (String part : path) {
                array.append(array.length() == 0 ? "" : ".").append(Identifier.quote(part));
            }
            String alias = alias();
            return unnest(array.toString(), false, alias == null ? path.get(path.size() - 1) : alias);
        }
        boolean named = path.size() == 1 && scope.isQuery(first);
        String source = named ? Identifier.quote(first) : relations.from(path);
        String alias = alias();
        if (tokens.at("FOR", "SYSTEM_TIME") || tokens.at("FOR", "SYSTEM")) {
            throw Functions.unsupported("FOR SYSTEM_TIME AS OF");
        }
        if (tokens.at("TABLESAMPLE") || tokens.at("PIVOT") || tokens.at("UNPIVOT")) {
            throw Functions.unsupported(tokens.peek().text().toUpperCase(Locale.ROOT));
        }
        return source + " AS " + declared(alias == null ? path.get(path.size() - 1) : alias);
    }

    /** {@code project.dataset.table} with or without backticks; a project may have dashes. */
    List<String> path() {
        List<String> path = new ArrayList<>(part());
        while (tokens.acceptSymbol(".")) {
            path.addAll(part());
        }
        return path;
    }

    private List<String> part() {
        Token token = tokens.peek();
        if (token.kind() == Token.Kind.QUOTED_NAME) {
            return Arrays.asList(tokens.take().text().split("\\.", -1));
        }
        StringBuilder name = new StringBuilder(tokens.lastIsDot() ? tokens.anyName() : tokens.name());
        while (tokens.atSymbol("-") && tokens.peek().position() == tokens.lastEnd()) {
            tokens.take();
            name.append('-').append(tokens.take().text());
        }
        return List.of(name.toString());
    }

    private @Nullable String alias() {
        if (tokens.accept("AS")) {
            return tokens.anyName();
        }
        boolean clause = tokens.at("PIVOT") || tokens.at("UNPIVOT") || tokens.at("OFFSET");
        return tokens.atName() && !clause ? tokens.name() : null;
    }

    String declared(String alias) {
        scope.addAlias(alias);
        return Identifier.quote(alias);
    }

    private boolean constructsStructs() {
        int start = 0;
        if (tokens.at("ARRAY")) {
            start = 1;
        }
        Token next = tokens.peek(start);
        return (next.isSymbol("[") || next.isSymbol("<"))
                && tokens.peek(start + 1).isWord("STRUCT");
    }

    /** Structs made on the spot become columns; else the element is one column named by the alias. */
    private String unnest(String array, boolean structs, @Nullable String alias) {
        String relation = "_unnest" + ++unnested;
        String offset = null;
        if (tokens.accept("WITH", "OFFSET")) {
            String given = alias();
            offset = given == null ? "offset" : given;
        }
        if (alias != null) {
            scope.addAlias(alias);
        }
        String counter = offset == null ? "" : ", unnest(range(len(" + array + "))) AS " + Identifier.quote(offset);
        if (structs) {
            return "(SELECT unnest(" + array + ", max_depth := 2)" + counter + ") AS "
                    + (alias == null ? relation : Identifier.quote(alias));
        }
        String column = Identifier.quote(alias == null ? "f0_" : alias);
        return "LATERAL (SELECT unnest(" + array + ") AS " + column + counter + ") AS " + relation;
    }
}
