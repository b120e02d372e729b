// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import io.millrace.connect.emulator.store.WarehouseException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts GoogleSQL into tokens. */
final class Tokenizer {
    private static final List<String> LONG_SYMBOLS =
            List.of("|>", "<<", ">>", "<=", ">=", "<>", "!=", "||", "=>", "@@");

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int positionalParameters;

    private Tokenizer(String sql) {
        this.sql = sql;
    }

    /** All tokens, END last. */
    static List<Token> tokenize(String sql) {
        Tokenizer tokenizer = new Tokenizer(sql);
        tokenizer.run();
        return tokenizer.tokens;
    }

    private void run() {
        while (true) {
            skipSpace();
            if (at >= sql.length()) {
                tokens.add(new Token(Token.Kind.END, "", sql.length(), sql.length()));
                return;
            }
            int start = at;
            char c = sql.charAt(at);
            if (startsLiteral()) {
                literal();
            } else if (c == '`') {
                at++;
                add(Token.Kind.QUOTED_NAME, quoted("`", false, false), start);
            } else if (Character.isLetter(c) || c == '_') {
                while (at < sql.length() && isWordPart(sql.charAt(at))) {
                    at++;
                }
                add(Token.Kind.WORD, sql.substring(start, at), start);
            } else if (isDigit(at) || (c == '.' && isDigit(at + 1) && !followsName())) {
                number();
            } else if (c == '?') {
                at++;
                add(Token.Kind.PARAMETER, "?" + positionalParameters++, start);
            } else if (c == '@' && at + 1 < sql.length() && isWordPart(sql.charAt(at + 1))) {
                at++;
                while (at < sql.length() && isWordPart(sql.charAt(at))) {
                    at++;
                }
                add(Token.Kind.PARAMETER, sql.substring(start + 1, at), start);
            } else {
                symbol();
            }
        }
    }

    private void symbol() {
        for (String symbol : LONG_SYMBOLS) {
            if (sql.startsWith(symbol, at)) {
                at += 2;
                add(Token.Kind.SYMBOL, symbol, at - 2);
                return;
            }
        }
        at++;
        add(Token.Kind.SYMBOL, sql.substring(at - 1, at), at - 1);
    }

    private void skipSpace() {
        while (at < sql.length()) {
            if (Character.isWhitespace(sql.charAt(at))) {
                at++;
            } else if (sql.startsWith("--", at) || sql.charAt(at) == '#') {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end + 1;
            } else if (sql.startsWith("/*", at)) {
                int end = sql.indexOf("*/", at + 2);
                if (end < 0) {
                    throw problem("Unclosed comment", at);
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private boolean startsLiteral() {
        int prefix = prefixLength();
        return at + prefix < sql.length() && (sql.charAt(at + prefix) == '\'' || sql.charAt(at + prefix) == '"');
    }

    /** Length of {@code r}, {@code b}, {@code rb} or {@code br} before a quote. */
    private int prefixLength() {
        for (int length = 2; length > 0; length--) {
            if (at + length < sql.length()) {
                String prefix = sql.substring(at, at + length).toLowerCase(Locale.ROOT);
                char quote = sql.charAt(at + length);
                if (List.of("r", "b", "rb", "br").contains(prefix) && (quote == '\'' || quote == '"')) {
                    return length;
                }
            }
        }
        return 0;
    }

    private void literal() {
        int start = at;
        int prefix = prefixLength();
        String flags = sql.substring(at, at + prefix).toLowerCase(Locale.ROOT);
        at += prefix;
        String quote = sql.substring(at, at + 1);
        String triple = quote.repeat(3);
        String delimiter = sql.startsWith(triple, at) ? triple : quote;
        at += delimiter.length();
        boolean bytes = flags.contains("b");
        String text = quoted(delimiter, flags.contains("r"), bytes);
        add(bytes ? Token.Kind.BYTES : Token.Kind.STRING, text, start);
    }

    /** Reads up to and over the delimiter. */
    private String quoted(String delimiter, boolean raw, boolean bytes) {
        int start = at;
        StringBuilder text = new StringBuilder();
        while (at < sql.length()) {
            if (sql.startsWith(delimiter, at)) {
                at += delimiter.length();
                return text.toString();
            }
            char c = sql.charAt(at);
            if (c == '\\' && at + 1 < sql.length()) {
                if (raw) {
                    text.append(c).append(sql.charAt(at + 1));
                    at += 2;
                } else {
                    escape(text, bytes);
                }
            } else if (c == '\n' && delimiter.length() == 1) {
                break;
            } else {
                text.append(c);
                at++;
            }
        }
        throw problem("Unclosed string literal", start);
    }

    private void escape(StringBuilder text, boolean bytes) {
        char c = sql.charAt(at + 1);
        at += 2;
        switch (c) {
            case 'a' -> text.append('\u0007');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'v' -> text.append('\u000b');
            case '\\', '?', '"', '\'', '`' -> text.append(c);
            case 'x', 'X' -> text.appendCodePoint(code(2, 16));
            case 'u' -> text.appendCodePoint(code(4, 16));
            case 'U' -> text.appendCodePoint(code(8, 16));
            case '0', '1', '2', '3' -> {
                at--;
                text.appendCodePoint(code(3, 8));
            }
            default -> throw problem("Illegal escape sequence: \\" + c, at - 2);
        }
        if (bytes && (c == 'u' || c == 'U')) {
            throw problem("Illegal escape sequence in bytes literal: \\" + c, at);
        }
    }

    private int code(int digits, int radix) {
        if (at + digits > sql.length()) {
            throw problem("Illegal escape sequence", at);
        }
        String text = sql.substring(at, at + digits);
        at += digits;
        try {
            return Integer.parseInt(text, radix);
        } catch (NumberFormatException notANumber) {
            throw problem("Illegal escape sequence", at - digits);
        }
    }

    private void number() {
        int start = at;
        if (sql.startsWith("0x", at) || sql.startsWith("0X", at)) {
            at += 2;
            while (at < sql.length() && Character.digit(sql.charAt(at), 16) >= 0) {
                at++;
            }
            String decimal = new BigInteger(sql.substring(start + 2, at), 16).toString();
            add(Token.Kind.INTEGER, decimal, start);
            return;
        }
        boolean whole = true;
        while (isDigit(at)) {
            at++;
        }
        if (at < sql.length() && sql.charAt(at) == '.') {
            whole = false;
            at++;
            while (isDigit(at)) {
                at++;
            }
        }
        if (at < sql.length() && (sql.charAt(at) == 'e' || sql.charAt(at) == 'E')) {
            int sign = at + 1 < sql.length() && (sql.charAt(at + 1) == '-' || sql.charAt(at + 1) == '+') ? 1 : 0;
            if (isDigit(at + 1 + sign)) {
                whole = false;
                at += 1 + sign;
                while (isDigit(at)) {
                    at++;
                }
            }
        }
        add(whole ? Token.Kind.INTEGER : Token.Kind.FLOAT, sql.substring(start, at), start);
    }

    private boolean isDigit(int index) {
        return index < sql.length() && sql.charAt(index) >= '0' && sql.charAt(index) <= '9';
    }

    /** After a name or a bracket a dot is field access, even before a digit. */
    private boolean followsName() {
        if (tokens.isEmpty()) {
            return false;
        }
        Token last = tokens.get(tokens.size() - 1);
        return last.end() == at
                && (last.kind() == Token.Kind.WORD
                        || last.kind() == Token.Kind.QUOTED_NAME
                        || last.isSymbol(")")
                        || last.isSymbol("]"));
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private void add(Token.Kind kind, String text, int start) {
        tokens.add(new Token(kind, text, start, at));
    }

    private WarehouseException problem(String what, int position) {
        return new SqlPlace(sql, position).problem("Syntax error: " + what);
    }
}
