// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import io.millrace.connect.emulator.store.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads function calls: plain ones by {@link Functions}, aggregates with their clauses, windows, date parts. */
final class Calls {
    private static final Set<String> ARRAYS = Set.of("ARRAY_AGG", "STRING_AGG");
    private static final Set<String> AGGREGATES = Set.of(
            "ARRAY_AGG",
            "STRING_AGG",
            "COUNT",
            "COUNTIF",
            "SUM",
            "AVG",
            "MIN",
            "MAX",
            "ANY_VALUE",
            "LOGICAL_AND",
            "LOGICAL_OR",
            "APPROX_COUNT_DISTINCT",
            "BIT_AND",
            "BIT_OR",
            "BIT_XOR",
            "STDDEV",
            "STDDEV_SAMP",
            "STDDEV_POP",
            "VARIANCE",
            "VAR_SAMP",
            "VAR_POP",
            "MAX_BY",
            "MIN_BY");

    private final TokenStream tokens;
    private final Queries queries;
    private final Expressions expressions;
    private final DateCalls dates;

    Calls(TokenStream tokens, Queries queries, Expressions expressions) {
        this.tokens = tokens;
        this.queries = queries;
        this.expressions = expressions;
        this.dates = new DateCalls(tokens, expressions);
    }

    String interval() {
        return dates.interval();
    }

    String read() {
        boolean safe = false;
        String name = tokens.anyName().toUpperCase(Locale.ROOT);
        if (tokens.acceptSymbol(".")) {
            if (!name.equals("SAFE")) {
                throw Functions.unsupported("the functions of " + name);
            }
            safe = true;
            name = tokens.anyName().toUpperCase(Locale.ROOT);
        }
        tokens.expectSymbol("(");
        String call;
        if (AGGREGATES.contains(name)) {
            call = aggregate(name);
        } else if (DateCalls.takes(name)) {
            call = dates.read(name);
        } else {
            call = plain(name, safe);
        }
        if (safe && !Functions.hasSafeForm(name)) {
            call = "TRY(" + call + ")";
        }
        return over(call);
    }

    private String plain(String name, boolean safe) {
        List<String> arguments = new ArrayList<>();
        if (!tokens.acceptSymbol(")")) {
            arguments = expressions.list();
            if (tokens.at("IGNORE", "NULLS") || tokens.at("RESPECT", "NULLS")) {
                String nulls = tokens.take().text() + " NULLS";
                tokens.take();
                tokens.expectSymbol(")");
                return Functions.call(name, arguments, safe).replaceFirst("\\)$", " " + nulls + ")");
            }
            tokens.expectSymbol(")");
        }
        return Functions.call(name, arguments, safe);
    }

    private String aggregate(String name) {
        if (name.equals("COUNT") && tokens.acceptSymbol("*")) {
            tokens.expectSymbol(")");
            return "count(*)";
        }
        String distinct = tokens.accept("DISTINCT") ? "DISTINCT " : "";
        List<String> arguments = expressions.list();
        String filter = "";
        if (tokens.accept("IGNORE", "NULLS")) {
            filter = " FILTER (WHERE " + arguments.get(0) + " IS NOT NULL)";
        } else {
            tokens.accept("RESPECT", "NULLS");
        }
        if (tokens.accept("HAVING")) {
            String by = tokens.accept("MAX") ? "max_by" : "min_by";
            if (by.equals("min_by")) {
                tokens.expect("MIN");
            }
            String key = expressions.read();
            tokens.expectSymbol(")");
            if (!name.equals("ANY_VALUE")) {
                throw Functions.unsupported(name + " with HAVING");
            }
            return by + "(" + arguments.get(0) + ", " + key + ")";
        }
        String order = tokens.at("ORDER") ? " " + queries.orderBy() : "";
        String limit = tokens.accept("LIMIT") ? expressions.unary() : null;
        tokens.expectSymbol(")");
        if (!ARRAYS.contains(name) && !(order.isEmpty() && limit == null)) {
            throw Functions.unsupported("ORDER BY or LIMIT in " + name);
        }
        return aggregateText(name, distinct, arguments, order, limit, filter);
    }

    private static String aggregateText(
            String name, String distinct, List<String> arguments, String order, @Nullable String limit, String filter) {
        String first = arguments.get(0);
        if (name.equals("ARRAY_AGG")) {
            String all = "list(" + distinct + first + order + ")" + filter;
            return limit == null ? all : "(" + all + ")[1:" + limit + "]";
        }
        if (name.equals("STRING_AGG")) {
            String separator = arguments.size() > 1 ? arguments.get(1) : Identifier.literal(",");
            if (limit != null) {
                String some = "(list(" + distinct + first + order + ") FILTER (WHERE " + first + " IS NOT NULL))[1:"
                        + limit + "]";
                return "array_to_string(" + some + ", " + separator + ")";
            }
            return "string_agg(" + distinct + first + ", " + separator + order + ")";
        }
        if (name.equals("COUNTIF")) {
            // DuckDB's count_if of no rows is null, not 0
            return "count(" + distinct + "CASE WHEN " + first + " THEN TRUE END)";
        }
        String function = Functions.aggregate(name);
        return function + "(" + distinct + String.join(", ", arguments) + ")" + filter;
    }

    /** The window that may follow a call. */
    private String over(String call) {
        if (!tokens.accept("OVER")) {
            return call;
        }
        if (tokens.atName()) {
            return call + " OVER " + Identifier.quote(tokens.name());
        }
        return call + " OVER " + queries.window();
    }
}
