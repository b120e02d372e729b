// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import io.millrace.connect.emulator.json.TemporalText;
import io.millrace.connect.emulator.store.WarehouseException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBScalarFunctionBuilder;

/** What GoogleSQL has and DuckDB lacks, as functions and macros in the database; overloads tell types apart. */
final class SqlLibrary {
    private static final String BIG = "STRUCT(\"$bignumeric\" BIGNUM)";
    private static final String BIG_TEXT = "bq_bignumeric_text(CAST(x.\"$bignumeric\" AS VARCHAR))";
    private static final List<String> MACROS = List.of(
            "bq_div(a BIGINT, b BIGINT) AS CASE WHEN b = 0 THEN error('division by zero') ELSE a / b END,"
                    + " (a HUGEINT, b HUGEINT) AS CASE WHEN b = 0 THEN error('division by zero') ELSE a / b END,"
                    + " (a DECIMAL(38,9), b DECIMAL(38,9)) AS CASE WHEN b = 0 THEN error('division by zero')"
                    + " ELSE CAST(a / b AS DECIMAL(38,9)) END,"
                    + " (a DOUBLE, b DOUBLE) AS CASE WHEN b = 0 THEN error('division by zero') ELSE a / b END",
            "bq_condition(x) AS CASE WHEN typeof(x) IN ('BOOLEAN', '\"NULL\"') THEN x ELSE error('No matching"
                    + " signature: a condition has type ' || typeof(x) || ', BOOL is expected') END",
            "bq_partition_key(x) AS CASE WHEN typeof(x) IN ('JSON', 'DOUBLE') THEN"
                    + " error('Partitioning by expressions of type ' || typeof(x) || ' is not allowed') ELSE x END",
            "bq_assigned_string(x) AS CASE WHEN typeof(x) IN ('VARCHAR', '\"NULL\"') THEN x ELSE error('Value of type"
                    + " ' || typeof(x) || ' cannot be assigned to a column of type STRING') END",
            "bq_int_div(a, b) AS CASE WHEN b = 0 THEN error('division by zero') ELSE a // b END",
            "bq_mod(a, b) AS CASE WHEN b = 0 THEN error('division by zero') ELSE a % b END",
            "bq_greatest(l) AS CASE WHEN len(list_filter(l, lambda x: x IS NULL)) > 0 THEN NULL ELSE list_max(l) END",
            "bq_least(l) AS CASE WHEN len(list_filter(l, lambda x: x IS NULL)) > 0 THEN NULL ELSE list_min(l) END",
            "bq_offset(a, i) AS CASE WHEN i < 0 OR i >= len(a) THEN error('Array index ' || i || ' is out of bounds')"
                    + " ELSE a[i + 1] END",
            "bq_ordinal(a, i) AS CASE WHEN i < 1 OR i > len(a) THEN error('Array index ' || i || ' is out of bounds')"
                    + " ELSE a[i] END",
            "bq_safe_offset(a, i) AS CASE WHEN i < 0 THEN NULL ELSE a[i + 1] END",
            "bq_safe_ordinal(a, i) AS CASE WHEN i < 1 THEN NULL ELSE a[i] END",
            "bq_length(x VARCHAR) AS length(x), (x BLOB) AS octet_length(x)",
            "bq_substr(s, p) AS CASE WHEN p = 0 THEN s ELSE substr(s, p) END",
            "bq_substr_n(s, p, n) AS CASE WHEN p = 0 THEN substr(s, 1, n) ELSE substr(s, p, n) END",
            "bq_lpad(s, n, p) AS lpad(s, CAST(n AS INTEGER), p)",
            "bq_rpad(s, n, p) AS rpad(s, CAST(n AS INTEGER), p)",
            "bq_json_value(j, p) AS CASE WHEN json_type(j, p) IN ('OBJECT', 'ARRAY', 'NULL') THEN NULL"
                    + " ELSE json_extract_string(j, p) END",
            "bq_format_time(f, t) AS bq_format_micros(f, epoch_us(t))",
            "bq_datetime(a DATE, b TIME) AS a + b, (a TIMESTAMPTZ, b VARCHAR) AS timezone(b, a)",
            "bq_to_string(x VARCHAR) AS x, (x BIGINT) AS CAST(x AS VARCHAR), (x HUGEINT) AS CAST(x AS VARCHAR),"
                    + " (x DOUBLE) AS regexp_replace(CAST(x AS VARCHAR), '\\.0$', ''), (x BLOB) AS decode(x),"
                    + " (x BOOLEAN) AS CAST(x AS VARCHAR), (x DATE) AS CAST(x AS VARCHAR),"
                    + " (x TIME) AS bq_time_text('TIME', epoch_us(x)),"
                    + " (x TIMESTAMP) AS bq_time_text('DATETIME', epoch_us(x)),"
                    + " (x TIMESTAMPTZ) AS bq_time_text('TIMESTAMP', epoch_us(x)),"
                    + " (x DECIMAL(38,9)) AS regexp_replace(CAST(x AS VARCHAR), '\\.?0+$', ''),"
                    + " (x " + BIG + ") AS " + BIG_TEXT,
            "bq_to_bytes(x BLOB) AS x, (x VARCHAR) AS encode(x)",
            "bq_to_int64(x BIGINT) AS x, (x HUGEINT) AS CAST(x AS BIGINT), (x BOOLEAN) AS CAST(x AS BIGINT),"
                    + " (x DOUBLE) AS CAST(round(x) AS BIGINT), (x DECIMAL(38,9)) AS CAST(round(x, 0) AS BIGINT),"
                    + " (x VARCHAR) AS CASE WHEN regexp_full_match(trim(x), '[+-]?[0-9]+') THEN CAST(x AS BIGINT)"
                    + " WHEN x IS NULL THEN NULL ELSE error('Bad int64 value') END",
            "bq_safe_int64(x BIGINT) AS x, (x HUGEINT) AS TRY_CAST(x AS BIGINT), (x BOOLEAN) AS CAST(x AS BIGINT),"
                    + " (x DOUBLE) AS TRY_CAST(round(x) AS BIGINT),"
                    + " (x DECIMAL(38,9)) AS TRY_CAST(round(x, 0) AS BIGINT),"
                    + " (x VARCHAR) AS CASE WHEN regexp_full_match(trim(x), '[+-]?[0-9]+')"
                    + " THEN TRY_CAST(x AS BIGINT) END",
            numeric("bq_to_numeric", "CAST", "DECIMAL(38,9)"),
            numeric("bq_safe_numeric", "TRY_CAST", "DECIMAL(38,9)"),
            numeric("bq_to_float64", "CAST", "DOUBLE"),
            numeric("bq_safe_float64", "TRY_CAST", "DOUBLE"),
            bigNumeric("bq_to_bignumeric", "bq_bignumeric_unscaled"),
            bigNumeric("bq_safe_bignumeric", "bq_safe_bignumeric_unscaled"),
            "bq_to_timestamp(x TIMESTAMPTZ) AS x, (x TIMESTAMP) AS CAST(x AS TIMESTAMPTZ),"
                    + " (x DATE) AS CAST(x AS TIMESTAMPTZ),"
                    + " (x VARCHAR) AS make_timestamptz(bq_timestamp_micros(x))",
            "bq_safe_timestamp(x TIMESTAMPTZ) AS x, (x TIMESTAMP) AS CAST(x AS TIMESTAMPTZ),"
                    + " (x DATE) AS CAST(x AS TIMESTAMPTZ),"
                    + " (x VARCHAR) AS make_timestamptz(bq_safe_timestamp_micros(x))");

    private SqlLibrary() {}

    private static String numeric(String name, String cast, String type) {
        StringBuilder macro = new StringBuilder(name);
        String separator = "";
        for (String from : List.of("VARCHAR", "BIGINT", "HUGEINT", "DOUBLE", "DECIMAL(38,9)")) {
            macro.append(separator).append("(x ").append(from).append(") AS ").append(cast);
            macro.append("(x AS ").append(type).append(')');
            separator = ", ";
        }
        return macro + ", (x " + BIG + ") AS " + cast + "(" + BIG_TEXT + " AS " + type + ")";
    }

    private static String bigNumeric(String name, String function) {
        StringBuilder macro = new StringBuilder(name);
        String separator = "";
        for (String from : List.of("VARCHAR", "BIGINT", "HUGEINT", "DOUBLE", "DECIMAL(38,9)")) {
            macro.append(separator).append("(x ").append(from).append(") AS CASE WHEN x IS NULL THEN NULL ELSE");
            macro.append(' ')
                    .append(bigNumericOf(function, "CAST(x AS VARCHAR)"))
                    .append(" END");
            separator = ", ";
        }
        return macro + ", (x " + BIG + ") AS x";
    }

    /** A BIGNUMERIC of an expression that is a number's text, and not NULL. */
    static String bigNumericOf(String text) {
        return bigNumericOf("bq_bignumeric_unscaled", text);
    }

    private static String bigNumericOf(String function, String text) {
        return "struct_pack(\"$bignumeric\" := CAST(" + function + "(" + text + ") AS BIGNUM))";
    }

    static void install(DuckDBConnection connection) throws SQLException {
        text(connection, "bq_bignumeric_text", unscaled -> plain(new BigDecimal(new BigInteger(unscaled), 38)));
        text(connection, "bq_bignumeric_unscaled", SqlLibrary::unscaled);
        text(connection, "bq_safe_bignumeric_unscaled", safely(SqlLibrary::unscaled));
        micros(connection, "bq_timestamp_micros", SqlLibrary::timestamp);
        micros(connection, "bq_safe_timestamp_micros", safely(SqlLibrary::timestamp));
        binary(connection, "bq_time_text", String.class, Long.class, String.class, SqlLibrary::timeText);
        binary(connection, "bq_format_micros", String.class, Long.class, String.class, TimeFormat::format);
        binary(connection, "bq_parse_time", String.class, String.class, Long.class, TimeFormat::parse);
        binary(connection, "bq_safe_parse_time", String.class, String.class, Long.class, (format, text) -> {
            try {
                return TimeFormat.parse(format, text);
            } catch (RuntimeException unreadable) {
                return null;
            }
        });
        try (Statement statement = connection.createStatement()) {
            for (String macro : MACROS) {
                // What an earlier run left may be in use by a column's default, which DuckDB then protects.
                statement.execute("CREATE MACRO IF NOT EXISTS main." + macro);
            }
        }
    }

    private static void text(DuckDBConnection connection, String name, Function<String, String> function)
            throws SQLException {
        try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
            builder.withName(name)
                    .withParameter(String.class)
                    .withReturnType(String.class)
                    .withNullInNullOut()
                    .withFunction(function)
                    .register(connection);
        }
    }

    private static void micros(DuckDBConnection connection, String name, Function<String, Long> function)
            throws SQLException {
        try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
            builder.withName(name)
                    .withParameter(String.class)
                    .withReturnType(Long.class)
                    .withNullInNullOut()
                    .withFunction(function)
                    .register(connection);
        }
    }

    private static <A, B, R> void binary(
            DuckDBConnection connection,
            String name,
            Class<A> first,
            Class<B> second,
            Class<R> result,
            BiFunction<A, B, R> function)
            throws SQLException {
        try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
            builder.withName(name)
                    .withParameter(first)
                    .withParameter(second)
                    .withReturnType(result)
                    .withNullInNullOut()
                    .withFunction(function)
                    .register(connection);
        }
    }

    @SuppressWarnings("NullAway") // DuckDB takes null for NULL
    private static <R> Function<String, R> safely(Function<String, R> function) {
        return text -> {
            try {
                return function.apply(text);
            } catch (RuntimeException unreadable) {
                return null;
            }
        };
    }

    private static String unscaled(String text) {
        try {
            return new BigDecimal(text.strip())
                    .setScale(38, RoundingMode.HALF_UP)
                    .unscaledValue()
                    .toString();
        } catch (NumberFormatException notANumber) {
            throw new WarehouseException(WarehouseException.Reason.INVALID_QUERY, "Invalid BIGNUMERIC value");
        }
    }

    private static String plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0).toPlainString() : stripped.toPlainString();
    }

    private static Long timestamp(String text) {
        try {
            return TemporalText.micros(TemporalText.timestamp(text));
        } catch (DateTimeException | NumberFormatException unreadable) {
            throw new WarehouseException(WarehouseException.Reason.INVALID_QUERY, "Invalid timestamp");
        }
    }

    /** BigQuery writes none, three or six digits of a second's fraction. */
    private static String timeText(String type, Long micros) {
        LocalDateTime value = LocalDateTime.ofInstant(TemporalText.instant(micros), ZoneOffset.UTC);
        LocalTime time = value.toLocalTime();
        long fraction = time.getLong(ChronoField.MICRO_OF_SECOND);
        String text = time.truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_LOCAL_TIME);
        if (fraction % 1000 != 0) {
            text += String.format(".%06d", fraction);
        } else if (fraction != 0) {
            text += String.format(".%03d", fraction / 1000);
        }
        String date = String.format("%04d-%02d-%02d", value.getYear(), value.getMonthValue(), value.getDayOfMonth());
        return switch (type) {
            case "TIME" -> text;
            case "DATETIME" -> date + " " + text;
            default -> date + " " + text + "+00";
        };
    }
}
