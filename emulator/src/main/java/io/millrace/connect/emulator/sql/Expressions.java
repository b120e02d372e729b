// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads expressions by GoogleSQL's precedence; what it prints stands for itself, in brackets where needed. */
final class Expressions {
    private final TokenStream tokens;
    private final Queries queries;
    private final Primaries primaries;

    Expressions(TokenStream tokens, Relations relations, Queries queries) {
        this.tokens = tokens;
        this.queries = queries;
        this.primaries = new Primaries(tokens, relations, queries, this);
    }

    String read() {
        String left = conjunction();
        while (tokens.accept("OR")) {
            left = "(" + left + " OR " + conjunction() + ")";
        }
        return left;
    }

    /** An expression that has to be a BOOL, where DuckDB would take a number or a text for one. */
    String condition() {
        return "bq_condition(" + read() + ")";
    }

    List<String> list() {
        List<String> expressions = new ArrayList<>();
        do {
            expressions.add(read());
        } while (tokens.acceptSymbol(","));
        return expressions;
    }

    private String conjunction() {
        String left = negation();
        while (tokens.accept("AND")) {
            left = "(" + left + " AND " + negation() + ")";
        }
        return left;
    }

    private String negation() {
        return tokens.accept("NOT") ? "(NOT bq_condition(" + negation() + "))" : comparison();
    }

    private String comparison() {
        String left = bitOr();
        while (true) {
            Token operator = tokens.peek();
            if (operator.kind() == Token.Kind.SYMBOL
                    && List.of("=", "<", ">", "<=", ">=", "<>", "!=").contains(operator.text())) {
                tokens.take();
                left = "(" + left + " " + operator.text() + " " + bitOr() + ")";
            } else if (tokens.at("IS")) {
                left = is(left);
            } else if (tokens.at("NOT")
                    && (tokens.at("NOT", "LIKE") || tokens.at("NOT", "IN") || tokens.at("NOT", "BETWEEN"))) {
                tokens.take();
                left = "(NOT " + matched(left) + ")";
            } else if (tokens.at("LIKE") || tokens.at("IN") || tokens.at("BETWEEN")) {
                left = matched(left);
            } else {
                return left;
            }
        }
    }

    private String is(String left) {
        tokens.expect("IS");
        String not = tokens.accept("NOT") ? " NOT" : "";
        if (tokens.accept("DISTINCT", "FROM")) {
            return "(" + left + " IS" + not + " DISTINCT FROM " + bitOr() + ")";
        }
        for (String state : List.of("NULL", "TRUE", "FALSE")) {
            if (tokens.accept(state)) {
                return "(" + left + " IS" + not + " " + state + ")";
            }
        }
        if (tokens.accept("UNKNOWN")) {
            return "(" + left + " IS" + not + " NULL)";
        }
        throw tokens.unexpected("Expected NULL, TRUE, FALSE or DISTINCT FROM");
    }

    private String matched(String left) {
        if (tokens.accept("LIKE")) {
            if (tokens.at("ANY") || tokens.at("SOME") || tokens.at("ALL")) {
                throw Functions.unsupported("LIKE " + tokens.peek().text().toUpperCase(Locale.ROOT));
            }
            return "(" + left + " LIKE " + bitOr() + " ESCAPE '\\')";
        }
        if (tokens.accept("BETWEEN")) {
            String low = bitOr();
            tokens.expect("AND");
            return "(" + left + " BETWEEN " + low + " AND " + bitOr() + ")";
        }
        tokens.expect("IN");
        if (tokens.accept("UNNEST")) {
            tokens.expectSymbol("(");
            String array = read();
            tokens.expectSymbol(")");
            return "(" + left + " IN (SELECT unnest(" + array + ")))";
        }
        tokens.expectSymbol("(");
        String inside = Queries.startsQuery(tokens) ? queries.query() : String.join(", ", list());
        tokens.expectSymbol(")");
        return "(" + left + " IN (" + inside + "))";
    }

    String bitOr() {
        String left = bitXor();
        while (tokens.acceptSymbol("|")) {
            left = "(" + left + " | " + bitXor() + ")";
        }
        return left;
    }

    private String bitXor() {
        String left = bitAnd();
        while (tokens.acceptSymbol("^")) {
            left = "xor(" + left + ", " + bitAnd() + ")";
        }
        return left;
    }

    private String bitAnd() {
        String left = shift();
        while (tokens.acceptSymbol("&")) {
            left = "(" + left + " & " + shift() + ")";
        }
        return left;
    }

    private String shift() {
        String left = sum();
        while (tokens.atSymbol("<<") || tokens.atSymbol(">>")) {
            left = "(" + left + " " + tokens.take().text() + " " + sum() + ")";
        }
        return left;
    }

    private String sum() {
        String left = product();
        while (tokens.atSymbol("+") || tokens.atSymbol("-")) {
            left = "(" + left + " " + tokens.take().text() + " " + product() + ")";
        }
        return left;
    }

    private String product() {
        String left = unary();
        while (true) {
            if (tokens.acceptSymbol("*")) {
                left = "(" + left + " * " + unary() + ")";
            } else if (tokens.acceptSymbol("/")) {
                left = "bq_div(" + left + ", " + unary() + ")";
            } else if (tokens.acceptSymbol("||")) {
                left = "(" + left + " || " + unary() + ")";
            } else {
                return left;
            }
        }
    }

    String unary() {
        if (tokens.acceptSymbol("-")) {
            if (tokens.peek().kind() == Token.Kind.INTEGER
                    && tokens.peek().text().equals("9223372036854775808")) {
                tokens.take();
                return "CAST('-9223372036854775808' AS BIGINT)";
            }
            return "(-" + unary() + ")";
        }
        if (tokens.acceptSymbol("+")) {
            return unary();
        }
        if (tokens.acceptSymbol("~")) {
            return "(~" + unary() + ")";
        }
        return access(primaries.read());
    }

    /** Fields and elements of what was read: {@code .name}, {@code .*} is left alone, {@code [OFFSET(0)]}. */
    private String access(String value) {
        String result = value;
        while (true) {
            if (tokens.atSymbol(".") && !tokens.peek(1).isSymbol("*")) {
                tokens.take();
                result = result + "." + Identifier.quote(tokens.anyName());
            } else if (tokens.acceptSymbol("[")) {
                result = element(result);
                tokens.expectSymbol("]");
            } else {
                return result;
            }
        }
    }

    private String element(String array) {
        for (String keyword : List.of("SAFE_OFFSET", "SAFE_ORDINAL", "OFFSET", "ORDINAL")) {
            if (tokens.at(keyword) && tokens.peek(1).isSymbol("(")) {
                tokens.take();
                tokens.expectSymbol("(");
                String index = read();
                tokens.expectSymbol(")");
                return "bq_" + keyword.toLowerCase(Locale.ROOT) + "(" + array + ", " + index + ")";
            }
        }
        if (tokens.peek().kind() == Token.Kind.STRING) {
            String key = tokens.take().text();
            return "json_extract(" + array + ", " + Identifier.literal("$.\"" + key + "\"") + ")";
        }
        return "bq_offset(" + array + ", " + read() + ")";
    }

    /** {@code CAST(x AS type)}, the keyword being read. */
    String cast(boolean safe) {
        tokens.expectSymbol("(");
        String value = read();
        tokens.expect("AS");
        TableFieldSchema type = TypeName.read(tokens, "cast");
        if (tokens.at("FORMAT")) {
            throw Functions.unsupported("CAST with FORMAT");
        }
        tokens.expectSymbol(")");
        return castTo(value, type, safe);
    }

    static String castTo(String value, TableFieldSchema type, boolean safe) {
        if (type.getMaxLength() != null) {
            throw Functions.unsupported("CAST to a type with a length");
        }
        String plain = (safe ? "TRY_CAST(" : "CAST(") + value + " AS " + FieldType.duckDb(type) + ")";
        if (FieldType.isRepeated(type) || value.equals("NULL") || type.getPrecision() != null) {
            return plain;
        }
        String prefix = safe ? "bq_safe_" : "bq_to_";
        return switch (FieldType.of(type)) {
            case STRING -> "bq_to_string(" + value + ")";
            case BYTES -> "bq_to_bytes(" + value + ")";
            case INTEGER -> prefix + "int64(" + value + ")";
            case BIGNUMERIC -> prefix + "bignumeric(" + value + ")";
            case NUMERIC -> prefix + "numeric(" + value + ")";
            case FLOAT -> prefix + "float64(" + value + ")";
            case TIMESTAMP -> prefix + "timestamp(" + value + ")";
            case BOOLEAN, DATE, TIME, DATETIME, RECORD, INTERVAL -> plain;
            case JSON, GEOGRAPHY -> throw Functions.unsupported("CAST AS " + type.getType());
        };
    }
}
