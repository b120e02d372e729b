// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import io.millrace.connect.emulator.store.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads query expressions: WITH, SELECT, set operations, ORDER BY, LIMIT. */
final class Queries {
    private final TokenStream tokens;
    private final Expressions expressions;
    private final Sources sources;
    private final Windows windows;
    private final Scope scope = new Scope();

    Queries(TokenStream tokens, Relations relations) {
        this.tokens = tokens;
        this.expressions = new Expressions(tokens, relations, this);
        this.windows = new Windows(tokens, expressions, this);
        this.sources = new Sources(tokens, relations, this, expressions, scope);
    }

    Expressions expressions() {
        return expressions;
    }

    Sources sources() {
        return sources;
    }

    static boolean startsQuery(TokenStream tokens) {
        int brackets = 0;
        while (tokens.peek(brackets).isSymbol("(")) {
            brackets++;
        }
        Token first = tokens.peek(brackets);
        return first.isWord("SELECT") || first.isWord("WITH");
    }

    String query() {
        scope.enter();
        StringBuilder text = new StringBuilder();
        if (tokens.accept("WITH")) {
            text.append(tokens.accept("RECURSIVE") ? "WITH RECURSIVE " : "WITH ");
            String separator = "";
            do {
                String name = tokens.name();
                tokens.expect("AS");
                tokens.expectSymbol("(");
                scope.addQuery(name);
                text.append(separator)
                        .append(Identifier.quote(name))
                        .append(" AS (")
                        .append(query())
                        .append(')');
                tokens.expectSymbol(")");
                separator = ", ";
            } while (tokens.acceptSymbol(","));
            text.append(' ');
        }
        text.append(setOperand());
        while (tokens.at("UNION") || tokens.at("INTERSECT") || tokens.at("EXCEPT")) {
            String operation = tokens.take().text().toUpperCase(Locale.ROOT);
            if (tokens.accept("ALL")) {
                operation += " ALL";
            } else {
                tokens.expect("DISTINCT");
            }
            if (tokens.at("BY") || tokens.at("CORRESPONDING") || tokens.at("STRICT")) {
                throw Functions.unsupported(operation + " BY NAME");
            }
            text.append(' ').append(operation).append(' ').append(setOperand());
        }
        if (tokens.at("ORDER")) {
            text.append(' ').append(orderBy());
        }
        if (tokens.accept("LIMIT")) {
            text.append(" LIMIT ").append(expressions.unary());
            if (tokens.accept("OFFSET")) {
                text.append(" OFFSET ").append(expressions.unary());
            }
        }
        if (tokens.atSymbol("|>")) {
            throw Functions.unsupported("pipe syntax");
        }
        scope.leave();
        return text.toString();
    }

    private String setOperand() {
        if (tokens.acceptSymbol("(")) {
            String inner = query();
            tokens.expectSymbol(")");
            return "(" + inner + ")";
        }
        return select();
    }

    private String select() {
        tokens.expect("SELECT");
        scope.enter();
        String distinct = tokens.accept("DISTINCT") ? "DISTINCT " : "";
        tokens.accept("ALL");
        boolean struct = tokens.accept("AS", "STRUCT");
        boolean value = !struct && tokens.accept("AS", "VALUE");
        int items = tokens.mark();
        // What FROM declares is known to the select list, which stands before it.
        skipSelectList();
        int end = tokens.mark();
        String from = tokens.accept("FROM") ? " FROM " + sources.from() : "";
        int rest = tokens.mark();
        tokens.reset(items);
        List<Item> list = selectList();
        if (tokens.mark() != end) {
            throw tokens.unexpected("Expected end of input");
        }
        tokens.reset(rest);
        StringBuilder text = new StringBuilder("SELECT ").append(distinct);
        text.append(struct ? Item.packed(list) : Item.listed(list, value)).append(from);
        clauses(text);
        scope.leave();
        return text.toString();
    }

    private void skipSelectList() {
        int depth = 0;
        while (!tokens.atEnd()) {
            Token token = tokens.peek();
            if (token.isSymbol("(") || token.isSymbol("[")) {
                depth++;
            } else if (token.isSymbol(")") || token.isSymbol("]")) {
                depth--;
            }
            boolean distinctFrom = token.isWord("DISTINCT") && tokens.peek(1).isWord("FROM");
            if (distinctFrom) {
                tokens.take();
                tokens.take();
                continue;
            }
            if (depth < 0 || (depth == 0 && endsSelectList(token, tokens.peek(1)))) {
                return;
            }
            tokens.take();
        }
    }

    private static boolean endsSelectList(Token token, Token next) {
        if (token.kind() == Token.Kind.SYMBOL) {
            return token.text().equals(";") || token.text().equals("|>");
        }
        if (token.isWord("EXCEPT")) {
            return next.isWord("DISTINCT") || next.isWord("ALL");
        }
        return token.isWord("FROM")
                || token.isWord("WHERE")
                || token.isWord("UNION")
                || token.isWord("INTERSECT")
                || token.isWord("ORDER")
                || token.isWord("LIMIT")
                || token.isWord("GROUP")
                || token.isWord("HAVING")
                || token.isWord("QUALIFY")
                || token.isWord("WINDOW");
    }

    private List<Item> selectList() {
        List<Item> items = new ArrayList<>();
        do {
            if (tokens.at("FROM") || tokens.atEnd()) {
                break;
            }
            items.add(item());
        } while (tokens.acceptSymbol(","));
        return items;
    }

    private Item item() {
        if (tokens.acceptSymbol("*")) {
            return new Item("*" + starModifiers(), null, true);
        }
        int start = tokens.mark();
        String text = expressions.read();
        if (tokens.atSymbol(".") && tokens.peek(1).isSymbol("*")) {
            tokens.take();
            tokens.take();
            return new Item(text + ".*" + starModifiers(), null, true);
        }
        String name = tokens.pathNameSince(start);
        if (tokens.accept("AS")) {
            name = tokens.anyName();
        } else if (tokens.atName()) {
            name = tokens.name();
        } else if (name == null && text.contains(".\"")) {
            name = lastField(text);
        }
        return new Item(text, name, false);
    }

    /** {@code a[OFFSET(0)].b} is called {@code b}. */
    private static @Nullable String lastField(String text) {
        int at = text.lastIndexOf(".\"");
        boolean last = text.endsWith("\"") && text.indexOf('"', at + 2) == text.length() - 1;
        return last ? text.substring(at + 2, text.length() - 1) : null;
    }

    private String starModifiers() {
        StringBuilder text = new StringBuilder();
        if (tokens.at("EXCEPT") && tokens.peek(1).isSymbol("(")) {
            tokens.take();
            tokens.expectSymbol("(");
            List<String> names = new ArrayList<>();
            do {
                names.add(Identifier.quote(tokens.anyName()));
            } while (tokens.acceptSymbol(","));
            tokens.expectSymbol(")");
            text.append(" EXCLUDE (").append(String.join(", ", names)).append(')');
        }
        if (tokens.accept("REPLACE")) {
            tokens.expectSymbol("(");
            List<String> replaced = new ArrayList<>();
            do {
                String value = expressions.read();
                tokens.expect("AS");
                replaced.add(value + " AS " + Identifier.quote(tokens.anyName()));
            } while (tokens.acceptSymbol(","));
            tokens.expectSymbol(")");
            text.append(" REPLACE (").append(String.join(", ", replaced)).append(')');
        }
        return text.toString();
    }

    private void clauses(StringBuilder text) {
        if (tokens.accept("WHERE")) {
            text.append(" WHERE ").append(expressions.condition());
        }
        if (tokens.accept("GROUP", "BY")) {
            text.append(" GROUP BY ").append(tokens.accept("ALL") ? "ALL" : String.join(", ", grouping()));
        }
        if (tokens.accept("HAVING")) {
            text.append(" HAVING ").append(expressions.condition());
        }
        if (tokens.accept("QUALIFY")) {
            text.append(" QUALIFY ").append(expressions.condition());
        }
        if (tokens.accept("WINDOW")) {
            String separator = " WINDOW ";
            do {
                text.append(separator).append(Identifier.quote(tokens.name()));
                tokens.expect("AS");
                text.append(" AS ").append(window());
                separator = ", ";
            } while (tokens.acceptSymbol(","));
        }
    }

    private List<String> grouping() {
        List<String> keys = new ArrayList<>();
        do {
            if (tokens.at("ROLLUP") || tokens.at("CUBE") || tokens.at("GROUPING")) {
                throw Functions.unsupported("GROUP BY " + tokens.peek().text().toUpperCase(Locale.ROOT));
            }
            keys.add(ordinalOr());
        } while (tokens.acceptSymbol(","));
        return keys;
    }

    /** A whole number alone is a column's place, not a value. */
    private String ordinalOr() {
        return tokens.peek().kind() == Token.Kind.INTEGER ? tokens.take().text() : expressions.read();
    }

    /** ORDER BY with BigQuery's place for nulls: first when ascending. */
    String orderBy() {
        tokens.expect("ORDER", "BY");
        List<String> keys = new ArrayList<>();
        do {
            String key = ordinalOr();
            if (tokens.at("COLLATE")) {
                throw Functions.unsupported("COLLATE");
            }
            boolean descending = tokens.accept("DESC");
            if (!descending) {
                tokens.accept("ASC");
            }
            String nulls = descending ? "LAST" : "FIRST";
            if (tokens.accept("NULLS")) {
                nulls = tokens.anyName().toUpperCase(Locale.ROOT);
            }
            keys.add(key + (descending ? " DESC" : " ASC") + " NULLS " + nulls);
        } while (tokens.acceptSymbol(","));
        return "ORDER BY " + String.join(", ", keys);
    }

    String window() {
        return windows.definition();
    }
}
