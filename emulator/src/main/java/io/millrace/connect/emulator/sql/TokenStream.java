// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import io.millrace.connect.emulator.store.WarehouseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tokens of one statement and how far they are read. */
final class TokenStream {
    /** GoogleSQL's reserved words: none of them names anything without backticks. */
    private static final Set<String> RESERVED = Set.of(
            ("ALL AND ANY ARRAY AS ASC ASSERT_ROWS_MODIFIED AT BETWEEN BY CASE CAST COLLATE CONTAINS CREATE CROSS CUBE"
                            + " CURRENT DEFAULT DEFINE DESC DISTINCT ELSE END ENUM ESCAPE EXCEPT EXCLUDE EXISTS EXTRACT"
                            + " FALSE FETCH FOLLOWING FOR FROM FULL GROUP GROUPING GROUPS HASH HAVING IF IGNORE IN"
                            + " INNER INTERSECT INTERVAL INTO IS JOIN LATERAL LEFT LIKE LIMIT LOOKUP MERGE NATURAL NEW"
                            + " NO NOT NULL NULLS OF ON OR ORDER OUTER OVER PARTITION PRECEDING PROTO QUALIFY RANGE"
                            + " RECURSIVE RESPECT RIGHT ROLLUP ROWS SELECT SET SOME STRUCT TABLESAMPLE THEN TO TREAT"
                            + " TRUE UNBOUNDED UNION UNNEST USING WHEN WHERE WINDOW WITH WITHIN")
                    .split(" "));

    private final String sql;
    private final List<Token> tokens;
    private int next;

    TokenStream(String sql) {
        this.sql = sql;
        this.tokens = new ArrayList<>(Tokenizer.tokenize(sql));
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(next + ahead, tokens.size() - 1));
    }

    Token take() {
        Token token = tokens.get(next);
        if (next < tokens.size() - 1) {
            next++;
        }
        return token;
    }

    /** Whether the words come next, in this order. */
    boolean at(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i).isWord(words[i])) {
                return false;
            }
        }
        return true;
    }

    boolean atSymbol(String symbol) {
        return peek().isSymbol(symbol);
    }

    boolean accept(String... words) {
        if (!at(words)) {
            return false;
        }
        next += words.length;
        return true;
    }

    boolean acceptSymbol(String symbol) {
        if (!atSymbol(symbol)) {
            return false;
        }
        take();
        return true;
    }

    void expect(String... words) {
        if (!accept(words)) {
            throw unexpected("Expected keyword " + String.join(" ", words));
        }
    }

    void expectSymbol(String symbol) {
        // Two closing brackets of nested types are one shift operator to the tokenizer.
        if (symbol.equals(">") && peek().isSymbol(">>")) {
            Token shift = peek();
            tokens.set(next, new Token(Token.Kind.SYMBOL, ">", shift.position() + 1, shift.end()));
            return;
        }
        if (!acceptSymbol(symbol)) {
            throw unexpected("Expected \"" + symbol + "\"");
        }
    }

    boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    private static boolean isReserved(Token token) {
        return RESERVED.contains(token.text().toUpperCase(Locale.ROOT));
    }

    /** Whether a name comes next: quoted, or a word that is not reserved. */
    boolean atName() {
        Token token = peek();
        return token.kind() == Token.Kind.QUOTED_NAME || (token.kind() == Token.Kind.WORD && !isReserved(token));
    }

    String name() {
        if (!atName()) {
            throw unexpected("Expected an identifier");
        }
        return take().text();
    }

    /** A name after a dot, where reserved words are allowed. */
    String anyName() {
        Token token = peek();
        if (token.kind() != Token.Kind.WORD && token.kind() != Token.Kind.QUOTED_NAME) {
            throw unexpected("Expected an identifier");
        }
        return take().text();
    }

    /** A place to come back to. */
    int mark() {
        return next;
    }

    void reset(int mark) {
        next = mark;
    }

    /** The last name of the path that was read since {@code mark}; null if it was anything but a path. */
    @Nullable
    String pathNameSince(int mark) {
        Token first = tokens.get(mark);
        if (first.kind() == Token.Kind.WORD && isReserved(first)) {
            return null;
        }
        for (int i = mark; i < next; i++) {
            Token token = tokens.get(i);
            boolean name = token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED_NAME;
            if ((i - mark) % 2 == 0 ? !name : !token.isSymbol(".")) {
                return null;
            }
        }
        return (next - mark) % 2 == 1 ? tokens.get(next - 1).text() : null;
    }

    /** The statement's own text between two positions. */
    String text(int from, int to) {
        return sql.substring(from, to);
    }

    String sql() {
        return sql;
    }

    /** Whether a dot was read last, after which every word is a name. */
    boolean lastIsDot() {
        return next > 0 && tokens.get(next - 1).isSymbol(".");
    }

    /** The end of the token before the next. */
    int lastEnd() {
        return next == 0 ? 0 : tokens.get(next - 1).end();
    }

    WarehouseException unexpected(String what) {
        Token token = peek();
        String found = token.kind() == Token.Kind.END ? "end of input" : describe(token);
        return new SqlPlace(sql, token.position()).problem("Syntax error: " + what + " but got " + found);
    }

    private static String describe(Token token) {
        return switch (token.kind()) {
            case WORD ->
                isReserved(token)
                        ? "keyword " + token.text().toUpperCase(Locale.ROOT)
                        : "identifier \"" + token.text() + "\"";
            case QUOTED_NAME -> "identifier `" + token.text() + "`";
            case INTEGER -> "integer literal";
            case FLOAT -> "floating point literal";
            case STRING -> "string literal";
            case BYTES -> "bytes literal";
            case PARAMETER -> "parameter @" + token.text();
            case SYMBOL -> "\"" + token.text() + "\"";
            case END -> "end of input";
        };
    }
}
