// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import io.millrace.connect.emulator.store.WarehouseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The functions that are known: name and number of arguments, and what DuckDB calls for it, {@code $1} standing for
 * the first argument and {@code $*} for all. Names that begin with {@code bq_} are defined in the database by the room that runs statements.
 */
final class Functions {
    private static final Pattern UNESCAPED_GROUP = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\((?!\\?)");
    private static final Map<String, String> FORMS = new HashMap<>();
    private static final Map<String, String> AGGREGATES = Map.ofEntries(
            Map.entry("COUNT", "count"),
            Map.entry("SUM", "sum"),
            Map.entry("AVG", "avg"),
            Map.entry("MIN", "min"),
            Map.entry("MAX", "max"),
            Map.entry("ANY_VALUE", "any_value"),
            Map.entry("LOGICAL_AND", "bool_and"),
            Map.entry("LOGICAL_OR", "bool_or"),
            Map.entry("APPROX_COUNT_DISTINCT", "approx_count_distinct"),
            Map.entry("BIT_AND", "bit_and"),
            Map.entry("BIT_OR", "bit_or"),
            Map.entry("BIT_XOR", "bit_xor"),
            Map.entry("STDDEV", "stddev_samp"),
            Map.entry("STDDEV_SAMP", "stddev_samp"),
            Map.entry("STDDEV_POP", "stddev_pop"),
            Map.entry("VARIANCE", "var_samp"),
            Map.entry("VAR_SAMP", "var_samp"),
            Map.entry("VAR_POP", "var_pop"),
            Map.entry("MAX_BY", "max_by"),
            Map.entry("MIN_BY", "min_by"));

    private static void form(String... signaturesAndForms) {
        for (int i = 0; i < signaturesAndForms.length; i += 2) {
            FORMS.put(signaturesAndForms[i], signaturesAndForms[i + 1]);
        }
    }

    static {
        form("IF/3", "(CASE WHEN bq_condition($1) THEN $2 ELSE $3 END)", "IFNULL/2", "coalesce($1, $2)");
        form("NULLIF/2", "nullif($1, $2)", "COALESCE/n", "coalesce($*)", "ERROR/1", "error($1)");
        form("ABS/1", "abs($1)", "SIGN/1", "sign($1)", "SQRT/1", "sqrt($1)", "EXP/1", "exp($1)", "LN/1", "ln($1)");
        form("LOG/1", "ln($1)", "LOG/2", "log($2, $1)", "LOG10/1", "log10($1)", "POW/2", "pow($1, $2)");
        form("POWER/2", "pow($1, $2)", "CEIL/1", "ceil($1)", "CEILING/1", "ceil($1)", "FLOOR/1", "floor($1)");
        form("ROUND/1", "round($1)", "ROUND/2", "round($1, CAST($2 AS INTEGER))", "TRUNC/1", "trunc($1)");
        form("MOD/2", "bq_mod($1, $2)", "DIV/2", "bq_int_div($1, $2)", "SAFE_DIVIDE/2", "bq_div($1, nullif($2, 0))");
        form("IEEE_DIVIDE/2", "(CAST($1 AS DOUBLE) / $2)", "RAND/0", "random()", "IS_NAN/1", "isnan($1)");
        form("IS_INF/1", "isinf($1)", "GREATEST/n", "bq_greatest([$*])", "LEAST/n", "bq_least([$*])");
        form("SAFE_ADD/2", "TRY($1 + $2)", "SAFE_SUBTRACT/2", "TRY($1 - $2)", "SAFE_MULTIPLY/2", "TRY($1 * $2)");
        form("SAFE_NEGATE/1", "TRY(-$1)");

        form("CONCAT/n", "($|)", "LENGTH/1", "bq_length($1)", "CHAR_LENGTH/1", "length($1)");
        form("CHARACTER_LENGTH/1", "length($1)", "BYTE_LENGTH/1", "octet_length(bq_to_bytes($1))");
        form("OCTET_LENGTH/1", "octet_length(bq_to_bytes($1))", "LOWER/1", "lower($1)", "UPPER/1", "upper($1)");
        form("TRIM/1", "trim($1)", "TRIM/2", "trim($1, $2)", "LTRIM/1", "ltrim($1)", "LTRIM/2", "ltrim($1, $2)");
        form("RTRIM/1", "rtrim($1)", "RTRIM/2", "rtrim($1, $2)", "SUBSTR/2", "bq_substr($1, $2)");
        form("SUBSTR/3", "bq_substr_n($1, $2, $3)", "SUBSTRING/2", "bq_substr($1, $2)");
        form("SUBSTRING/3", "bq_substr_n($1, $2, $3)", "LEFT/2", "left($1, $2)", "RIGHT/2", "right($1, $2)");
        form("STARTS_WITH/2", "starts_with($1, $2)", "ENDS_WITH/2", "ends_with($1, $2)");
        form("STRPOS/2", "strpos($1, $2)", "INSTR/2", "strpos($1, $2)", "REPLACE/3", "replace($1, $2, $3)");
        form("REVERSE/1", "reverse($1)", "REPEAT/2", "repeat($1, $2)", "LPAD/2", "bq_lpad($1, $2, ' ')");
        form("LPAD/3", "bq_lpad($1, $2, $3)", "RPAD/2", "bq_rpad($1, $2, ' ')", "RPAD/3", "bq_rpad($1, $2, $3)");
        form("SPLIT/1", "string_split($1, ',')", "SPLIT/2", "string_split($1, $2)", "ASCII/1", "ascii($1)");
        form("CHR/1", "chr(CAST($1 AS INTEGER))", "TO_HEX/1", "lower(hex($1))", "FROM_HEX/1", "unhex($1)");
        form("TO_BASE64/1", "base64($1)", "FROM_BASE64/1", "from_base64($1)", "MD5/1", "unhex(md5(bq_to_bytes($1)))");
        form("SHA1/1", "unhex(sha1(bq_to_bytes($1)))", "SHA256/1", "unhex(sha256(bq_to_bytes($1)))");
        form("FARM_FINGERPRINT/1", "CAST(hash(bq_to_bytes($1)) >> 1 AS BIGINT)"); // another number, and as constant
        form("GENERATE_UUID/0", "CAST(uuid() AS VARCHAR)", "SESSION_USER/0", "'emulator@millrace.invalid'");
        form("REGEXP_CONTAINS/2", "regexp_matches($1, $2)", "REGEXP_REPLACE/3", "regexp_replace($1, $2, $3, 'g')");

        form("COLLATE/2", "decode(encode($1))"); // as it is without what the column says

        form("ARRAY_LENGTH/1", "array_length($1)", "ARRAY_TO_STRING/2", "array_to_string($1, $2)");
        form("ARRAY_CONCAT/n", "list_concat($*)", "ARRAY_REVERSE/1", "list_reverse($1)");
        form("GENERATE_ARRAY/2", "generate_series($1, $2)", "GENERATE_ARRAY/3", "generate_series($1, $2, $3)");
        form("ARRAY_FIRST/1", "bq_offset($1, 0)", "ARRAY_LAST/1", "bq_offset($1, len($1) - 1)");

        form("JSON_VALUE/1", "bq_json_value($1, '$')", "JSON_VALUE/2", "bq_json_value($1, $2)");
        form("JSON_EXTRACT_SCALAR/1", "bq_json_value($1, '$')", "JSON_EXTRACT_SCALAR/2", "bq_json_value($1, $2)");
        form("JSON_QUERY/1", "json_extract($1, '$')", "JSON_QUERY/2", "json_extract($1, $2)");
        form("JSON_EXTRACT/1", "json_extract($1, '$')", "JSON_EXTRACT/2", "json_extract($1, $2)");
        form("PARSE_JSON/1", "CAST($1 AS JSON)", "TO_JSON_STRING/1", "ifnull(CAST(to_json($1) AS VARCHAR), 'null')");

        form("CURRENT_DATE/0", "CAST(now() AS DATE)", "CURRENT_TIMESTAMP/0", "now()");
        form(
                "CURRENT_DATETIME/0",
                "CAST(now() AS TIMESTAMP)",
                "CURRENT_TIME/0",
                "CAST(CAST(now() AS TIMESTAMP) AS TIME)");
        form("CURRENT_DATE/1", "CAST(timezone($1, now()) AS DATE)", "CURRENT_DATETIME/1", "timezone($1, now())");
        form("DATE/1", "CAST($1 AS DATE)", "DATE/2", "CAST(timezone($2, $1) AS DATE)");
        form("DATE/3", "make_date($1, $2, $3)", "DATETIME/1", "CAST($1 AS TIMESTAMP)");
        form("DATETIME/2", "bq_datetime($1, $2)", "TIMESTAMP/2", "timezone($2, CAST($1 AS TIMESTAMP))");
        form("DATETIME/6", "make_timestamp($1, $2, $3, $4, $5, $6)", "TIMESTAMP/1", "bq_to_timestamp($1)");
        form("TIME/1", "CAST(CAST($1 AS TIMESTAMP) AS TIME)", "TIME/3", "make_time($1, $2, $3)");
        form("STRING/1", "bq_to_string($1)", "UNIX_MICROS/1", "epoch_us($1)");
        form("UNIX_SECONDS/1", "CAST(floor(epoch_us($1) / 1000000) AS BIGINT)");
        form("UNIX_MILLIS/1", "CAST(floor(epoch_us($1) / 1000) AS BIGINT)");
        form("UNIX_DATE/1", "date_diff('day', DATE '1970-01-01', $1)");
        form("TIMESTAMP_MICROS/1", "make_timestamptz($1)", "TIMESTAMP_MILLIS/1", "make_timestamptz($1 * 1000)");
        form("TIMESTAMP_SECONDS/1", "make_timestamptz($1 * 1000000)");
        form("DATE_FROM_UNIX_DATE/1", "(DATE '1970-01-01' + CAST($1 AS INTEGER))");
        form(
                "FORMAT_TIMESTAMP/2",
                "bq_format_time($1, CAST($2 AS TIMESTAMP))",
                "FORMAT_DATETIME/2",
                "bq_format_time($1, CAST($2 AS TIMESTAMP))");
        form("FORMAT_DATE/2", "bq_format_time($1, CAST($2 AS TIMESTAMP))");
        form("FORMAT_TIMESTAMP/3", "bq_format_time($1, timezone($3, $2))");
        form("PARSE_TIMESTAMP/2", "make_timestamptz(bq_parse_time($1, $2))");
        form("PARSE_DATETIME/2", "CAST(make_timestamptz(bq_parse_time($1, $2)) AS TIMESTAMP)");
        form("PARSE_DATE/2", "CAST(make_timestamptz(bq_parse_time($1, $2)) AS DATE)");
        form("SAFE.PARSE_TIMESTAMP/2", "make_timestamptz(bq_safe_parse_time($1, $2))");
        form("SAFE.PARSE_DATETIME/2", "CAST(make_timestamptz(bq_safe_parse_time($1, $2)) AS TIMESTAMP)");
        form("SAFE.PARSE_DATE/2", "CAST(make_timestamptz(bq_safe_parse_time($1, $2)) AS DATE)");
        form("SAFE.TIMESTAMP/1", "bq_safe_timestamp($1)", "SAFE.PARSE_JSON/1", "TRY_CAST($1 AS JSON)");
        form("SAFE.DATE/1", "TRY_CAST($1 AS DATE)");

        form("ROW_NUMBER/0", "row_number()", "RANK/0", "rank()", "DENSE_RANK/0", "dense_rank()");
        form("PERCENT_RANK/0", "percent_rank()", "CUME_DIST/0", "cume_dist()", "NTILE/1", "ntile($1)");
        form("LAG/1", "lag($1)", "LAG/2", "lag($1, $2)", "LAG/3", "lag($1, $2, $3)", "LEAD/1", "lead($1)");
        form("LEAD/2", "lead($1, $2)", "LEAD/3", "lead($1, $2, $3)", "FIRST_VALUE/1", "first_value($1)");
        form("LAST_VALUE/1", "last_value($1)", "NTH_VALUE/2", "nth_value($1, $2)");
    }

    private Functions() {}

    static String aggregate(String name) {
        String function = AGGREGATES.get(name);
        if (function == null) {
            throw unsupported("the function " + name);
        }
        return function;
    }

    /** Whether {@code SAFE.name} has a form of its own. */
    static boolean hasSafeForm(String name) {
        return FORMS.keySet().stream().anyMatch(signature -> signature.startsWith("SAFE." + name + "/"));
    }

    static String call(String name, List<String> arguments, boolean safe) {
        if (name.equals("REGEXP_EXTRACT") && arguments.size() == 2) {
            return regexpExtract(arguments.get(0), arguments.get(1));
        }
        if (name.equals("COLLATE") && !arguments.get(arguments.size() - 1).equals("''")) {
            throw unsupported("COLLATE with another collation than ''");
        }
        String form = safe ? find("SAFE." + name, arguments.size()) : null;
        form = form == null ? find(name, arguments.size()) : form;
        if (form == null) {
            throw unsupported("the function " + name + " with " + arguments.size() + " argument"
                    + (arguments.size() == 1 ? "" : "s"));
        }
        return fill(form, arguments);
    }

    /** The text of the group where the pattern has one; DuckDB wants to know that beforehand. */
    private static String regexpExtract(String text, String pattern) {
        if (!pattern.startsWith("'")) {
            throw unsupported("REGEXP_EXTRACT with a pattern that is not a literal");
        }
        boolean group = UNESCAPED_GROUP.matcher(pattern).find();
        return "(CASE WHEN regexp_matches(" + text + ", " + pattern + ") THEN regexp_extract(" + text + ", " + pattern
                + ", " + (group ? 1 : 0) + ") END)";
    }

    private static @Nullable String find(String name, int arguments) {
        String upper = name.toUpperCase(Locale.ROOT);
        String exact = FORMS.get(upper + "/" + arguments);
        return exact == null && arguments > 0 ? FORMS.get(upper + "/n") : exact;
    }

    private static String fill(String form, List<String> arguments) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < form.length(); i++) {
            char c = form.charAt(i);
            char next = i + 1 < form.length() ? form.charAt(i + 1) : ' ';
            if (c == '$' && next == '*') {
                text.append(String.join(", ", arguments));
                i++;
            } else if (c == '$' && next == '|') {
                text.append(String.join(" || ", arguments));
                i++;
            } else if (c == '$' && Character.isDigit(next)) {
                text.append(arguments.get(next - '1'));
                i++;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    static WarehouseException unsupported(String construct) {
        return WarehouseException.notImplemented(construct + " in SQL");
    }
}
