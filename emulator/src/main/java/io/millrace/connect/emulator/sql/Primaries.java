// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what expressions are made of: literals, names, calls, subqueries, constructors. */
final class Primaries {
    private final TokenStream tokens;
    private final Relations relations;
    private final Queries queries;
    private final Expressions expressions;
    private final Calls calls;
    private List<String> lastNames = List.of();
    private List<String> lastRow = List.of();

    Primaries(TokenStream tokens, Relations relations, Queries queries, Expressions expressions) {
        this.tokens = tokens;
        this.relations = relations;
        this.queries = queries;
        this.expressions = expressions;
        this.calls = new Calls(tokens, queries, expressions);
    }

    String read() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case INTEGER -> Literals.integer(tokens.take().text());
            case FLOAT -> Literals.floating(tokens.take().text());
            case STRING -> Identifier.literal(tokens.take().text());
            case BYTES -> Literals.bytes(tokens.take().text());
            case PARAMETER -> relations.parameter(tokens.take().text());
            case SYMBOL -> symbol();
            case QUOTED_NAME -> name();
            case WORD -> word(token.text().toUpperCase(Locale.ROOT));
            case END -> throw tokens.unexpected("Expected an expression");
        };
    }

    private String symbol() {
        if (tokens.atSymbol("[")) {
            return array();
        }
        if (tokens.acceptSymbol("(")) {
            if (Queries.startsQuery(tokens)) {
                String query = queries.query();
                tokens.expectSymbol(")");
                return "(" + query + ")";
            }
            List<String> parts = expressions.list();
            tokens.expectSymbol(")");
            return parts.size() == 1 ? "(" + parts.get(0) + ")" : row(parts);
        }
        throw tokens.unexpected("Unexpected symbol: expected an expression");
    }

    private String word(String upper) {
        String typed = typedLiteral(upper);
        if (typed != null) {
            return typed;
        }
        switch (upper) {
            case "NULL", "TRUE", "FALSE" -> {
                tokens.take();
                return upper;
            }
            case "CASE" -> {
                return caseExpression();
            }
            case "CAST", "SAFE_CAST" -> {
                tokens.take();
                return expressions.cast(upper.equals("SAFE_CAST"));
            }
            case "EXISTS" -> {
                tokens.take();
                return "EXISTS " + queryInBrackets();
            }
            case "ARRAY" -> {
                return arrayKeyword();
            }
            case "STRUCT" -> {
                return struct();
            }
            case "INTERVAL" -> {
                tokens.take();
                return calls.interval();
            }
            default -> {
                return tokens.peek(1).isSymbol("(") || isQualifiedCall() ? calls.read() : name();
            }
        }
    }

    /** {@code SAFE.F(…)} or {@code NET.F(…)}. */
    private boolean isQualifiedCall() {
        return (tokens.at("SAFE") || tokens.at("NET") || tokens.at("HLL_COUNT"))
                && tokens.peek(1).isSymbol(".")
                && tokens.peek(3).isSymbol("(");
    }

    private @Nullable String typedLiteral(String upper) {
        if (tokens.peek(1).kind() != Token.Kind.STRING) {
            return null;
        }
        String text = tokens.peek(1).text();
        String literal = Literals.typed(upper, text);
        if (literal != null) {
            tokens.take();
            tokens.take();
        }
        return literal;
    }

    private String name() {
        if (tokens.accept("CURRENT_TIMESTAMP")) {
            return "now()";
        }
        if (tokens.accept("CURRENT_DATE")) {
            return "CAST(now() AS DATE)";
        }
        if (tokens.accept("CURRENT_DATETIME")) {
            return "CAST(now() AS TIMESTAMP)";
        }
        return Identifier.quote(tokens.name());
    }

    private String queryInBrackets() {
        tokens.expectSymbol("(");
        String query = queries.query();
        tokens.expectSymbol(")");
        return "(" + query + ")";
    }

    private String caseExpression() {
        tokens.expect("CASE");
        StringBuilder text = new StringBuilder("(CASE");
        boolean searched = tokens.at("WHEN");
        if (!searched) {
            text.append(' ').append(expressions.read());
        }
        while (tokens.accept("WHEN")) {
            text.append(" WHEN ").append(searched ? expressions.condition() : expressions.read());
            tokens.expect("THEN");
            text.append(" THEN ").append(expressions.read());
        }
        if (tokens.accept("ELSE")) {
            text.append(" ELSE ").append(expressions.read());
        }
        tokens.expect("END");
        return text.append(" END)").toString();
    }

    private String arrayKeyword() {
        if (tokens.peek(1).isSymbol("(")) {
            tokens.take();
            return "coalesce(ARRAY " + queryInBrackets() + ", [])";
        }
        if (tokens.peek(1).isSymbol("<")) {
            TableFieldSchema type = TypeName.read(tokens, "array");
            return "CAST(" + array() + " AS " + FieldType.duckDb(type) + ")";
        }
        tokens.expect("ARRAY");
        return array();
    }

    private String array() {
        tokens.expectSymbol("[");
        if (tokens.acceptSymbol("]")) {
            return "[]";
        }
        List<String> elements = new ArrayList<>();
        List<String> names = List.of();
        do {
            String element = expressions.read();
            names = elements.isEmpty() && element.startsWith("struct_pack(") ? lastNames : names;
            elements.add(element.startsWith("row(") ? named(element, names) : element);
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol("]");
        return "[" + String.join(", ", elements) + "]";
    }

    /** In an array the first struct's names hold for all; DuckDB would match by name and find nothing. */
    private String named(String row, List<String> names) {
        boolean whole = row.equals("row(" + String.join(", ", lastRow) + ")");
        if (!whole || names.size() != lastRow.size()) {
            return row;
        }
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            fields.add(Identifier.quote(names.get(i)) + " := " + lastRow.get(i));
        }
        return "struct_pack(" + String.join(", ", fields) + ")";
    }

    private String struct() {
        tokens.expect("STRUCT");
        if (tokens.atSymbol("<")) {
            TableFieldSchema type =
                    new TableFieldSchema().setName("struct").setType("RECORD").setFields(TypeName.structFields(tokens));
            tokens.expectSymbol("(");
            List<String> values = expressions.list();
            tokens.expectSymbol(")");
            return "CAST(row(" + String.join(", ", values) + ") AS " + FieldType.duckDb(type) + ")";
        }
        tokens.expectSymbol("(");
        List<String> fields = new ArrayList<>();
        List<String> values = new ArrayList<>();
        List<String> names = new ArrayList<>();
        boolean named = false;
        do {
            int start = tokens.mark();
            String value = expressions.read();
            String path = tokens.pathNameSince(start);
            String name = path == null ? "_field_" + (fields.size() + 1) : path;
            if (tokens.accept("AS")) {
                name = tokens.anyName();
            }
            names.add(name);
            named |= !name.equals("_field_" + (fields.size() + 1));
            fields.add(Identifier.quote(name) + " := " + value);
            values.add(value);
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        if (!named) {
            // Without names DuckDB goes by position where the value is stored, as BigQuery always does.
            return row(values);
        }
        lastNames = names;
        return "struct_pack(" + String.join(", ", fields) + ")";
    }

    private String row(List<String> values) {
        lastRow = values;
        return "row(" + String.join(", ", values) + ")";
    }
}
