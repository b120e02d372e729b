// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import io.millrace.connect.emulator.store.Identifier;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads what stands behind OVER and in WINDOW. */
final class Windows {
    private final TokenStream tokens;
    private final Expressions expressions;
    private final Queries queries;

    Windows(TokenStream tokens, Expressions expressions, Queries queries) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.queries = queries;
    }

    /** A window's definition in brackets. */
    String definition() {
        tokens.expectSymbol("(");
        StringBuilder text = new StringBuilder("(");
        if (tokens.atName() && !tokens.at("PARTITION")) {
            text.append(Identifier.quote(tokens.name())).append(' ');
        }
        if (tokens.accept("PARTITION", "BY")) {
            text.append("PARTITION BY ")
                    .append(expressions.list().stream()
                            .map(key -> "bq_partition_key(" + key + ")")
                            .collect(Collectors.joining(", ")))
                    .append(' ');
        }
        if (tokens.at("ORDER")) {
            text.append(queries.orderBy()).append(' ');
        }
        if (tokens.at("ROWS") || tokens.at("RANGE")) {
            text.append(tokens.take().text().toUpperCase(Locale.ROOT));
            if (tokens.accept("BETWEEN")) {
                text.append(" BETWEEN ").append(frameBound());
                tokens.expect("AND");
                text.append(" AND ").append(frameBound());
            } else {
                text.append(' ').append(frameBound());
            }
        }
        tokens.expectSymbol(")");
        return text.append(')').toString();
    }

    private String frameBound() {
        if (tokens.accept("CURRENT", "ROW")) {
            return "CURRENT ROW";
        }
        if (tokens.accept("UNBOUNDED")) {
            return "UNBOUNDED " + tokens.take().text().toUpperCase(Locale.ROOT);
        }
        return expressions.bitOr() + " " + tokens.take().text().toUpperCase(Locale.ROOT);
    }
}
