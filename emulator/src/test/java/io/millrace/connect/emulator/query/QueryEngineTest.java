// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.store.Interval;
import io.millrace.connect.emulator.store.QueryResult;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryEngineTest {
    private Warehouse warehouse;
    private QueryEngine engine;

    @BeforeAll
    void open() {
        warehouse = Warehouse.inMemory(Clock.systemUTC());
        engine = new QueryEngine(warehouse);
    }

    @AfterAll
    void close() {
        warehouse.close();
    }

    @BeforeEach
    void schema() {
        run("DROP SCHEMA IF EXISTS d CASCADE");
        run("CREATE SCHEMA d");
    }

    static Stream<Arguments> expressions() {
        return Stream.of(
                Arguments.of("1 + 2 * 3", 7L),
                Arguments.of("7 / 2", 3.5),
                Arguments.of("DIV(7, 2) + MOD(7, 2)", 4L),
                Arguments.of("-9223372036854775808", Long.MIN_VALUE),
                Arguments.of("0x1F", 31L),
                Arguments.of("1.5", 1.5),
                Arguments.of("NUMERIC '1.50' * 2", new BigDecimal("3")),
                Arguments.of("BIGNUMERIC '0.00000000000000000000000000000000000001'", new BigDecimal("1E-38")),
                Arguments.of("CAST(NUMERIC '1.50' AS STRING)", "1.5"),
                Arguments.of("CAST(BIGNUMERIC '-1.25' AS STRING)", "-1.25"),
                Arguments.of("CAST(2.0 AS STRING)", "2"),
                Arguments.of("CAST('12' AS INT64)", 12L),
                Arguments.of("CAST(2.5 AS INT64)", 3L),
                Arguments.of("SAFE_CAST('x' AS INT64)", null),
                Arguments.of("SAFE_CAST('1.5' AS INT64)", null),
                Arguments.of("r'\\n' || \"it's\" || '''a\"b'''", "\\nit'sa\"b"),
                Arguments.of("'\\u00e9\\x41\\101'", "éAA"),
                Arguments.of("TO_HEX(b'\\x00\\xff')", "00ff"),
                Arguments.of("TO_BASE64(FROM_HEX('00ff'))", "AP8="),
                Arguments.of("DATE '2024-02-29'", LocalDate.of(2024, 2, 29)),
                Arguments.of("DATE_ADD(DATE '2024-01-31', INTERVAL 1 MONTH)", LocalDate.of(2024, 2, 29)),
                Arguments.of("DATE_TRUNC(DATE '2024-05-15', WEEK)", LocalDate.of(2024, 5, 12)),
                Arguments.of("DATE_DIFF(DATE '2024-01-01', DATE '2023-12-31', YEAR)", 1L),
                Arguments.of("TIME '01:02:03.5'", LocalTime.of(1, 2, 3, 500_000_000)),
                Arguments.of("DATETIME '2024-01-01T05:00:00'", LocalDateTime.of(2024, 1, 1, 5, 0)),
                Arguments.of("TIMESTAMP '2024-01-01 00:00:00+02'", Instant.parse("2023-12-31T22:00:00Z")),
                Arguments.of(
                        "TIMESTAMP('2024-01-01 00:00:00', 'Europe/Berlin')", Instant.parse("2023-12-31T23:00:00Z")),
                Arguments.of(
                        "TIMESTAMP_TRUNC(TIMESTAMP '2024-01-01 05:06:07Z', HOUR)",
                        Instant.parse("2024-01-01T05:00:00Z")),
                Arguments.of("TIMESTAMP_DIFF(TIMESTAMP '2024-01-02', TIMESTAMP '2024-01-01 00:30:00', HOUR)", 23L),
                Arguments.of("TIMESTAMP_MICROS(1704067200000001)", Instant.parse("2024-01-01T00:00:00.000001Z")),
                Arguments.of("UNIX_MILLIS(TIMESTAMP '1969-12-31 23:59:59.9995Z')", -1L),
                Arguments.of("FORMAT_TIMESTAMP('%F %T', TIMESTAMP '2024-01-02 03:04:05Z')", "2024-01-02 03:04:05"),
                Arguments.of("FORMAT_DATE('%d %b %Y', DATE '2024-01-02')", "02 Jan 2024"),
                Arguments.of(
                        "PARSE_TIMESTAMP('%Y-%m-%dT%H:%M:%E*S%Ez', '2024-01-02T03:04:05.25+01:00')",
                        Instant.parse("2024-01-02T02:04:05.250Z")),
                Arguments.of("PARSE_DATE('%Y%m%d', '20240102')", LocalDate.of(2024, 1, 2)),
                Arguments.of("SAFE.PARSE_DATE('%Y%m%d', 'x')", null),
                Arguments.of("CAST(TIMESTAMP '2024-01-02 03:04:05.5Z' AS STRING)", "2024-01-02 03:04:05.500+00"),
                Arguments.of("EXTRACT(DAYOFWEEK FROM DATE '2024-05-12')", 1L),
                Arguments.of("INTERVAL '1-2 3 4:5:6.5' YEAR TO SECOND", new Interval(14, 3, 14_706_500_000L)),
                Arguments.of("IF(TRUE, 'a', 'b')", "a"),
                Arguments.of("CASE 2 WHEN 1 THEN 'a' ELSE 'z' END", "z"),
                Arguments.of("IFNULL(NULL, 5)", 5L),
                Arguments.of("GREATEST(1, NULL, 3)", null),
                Arguments.of("CONCAT('a', NULL)", null),
                Arguments.of("SAFE_DIVIDE(1, 0)", null),
                Arguments.of("SPLIT('a,b')", List.of("a", "b")),
                Arguments.of("[1, 2, 3][OFFSET(1)]", 2L),
                Arguments.of("[1, 2][SAFE_OFFSET(5)]", null),
                Arguments.of("ARRAY_LENGTH(GENERATE_ARRAY(1, 5))", 5L),
                Arguments.of("STRUCT(1 AS a, 'x' AS b).b", "x"),
                Arguments.of("STRUCT<a INT64, b ARRAY<STRING>>(1, ['q']).b[ORDINAL(1)]", "q"),
                Arguments.of("2 IN UNNEST([1, 2])", true),
                Arguments.of("'abc' LIKE 'a%' AND NOT 'a_c' LIKE 'ab\\\\_c'", true),
                Arguments.of("5 BETWEEN 1 AND 5", true),
                Arguments.of("JSON_VALUE('{\"a\": {\"b\": 5}}', '$.a.b')", "5"),
                Arguments.of("JSON_VALUE(JSON '{\"a\": [1]}', '$.a')", null),
                Arguments.of("TO_JSON_STRING(STRUCT(1 AS a, ['x', NULL] AS b))", "{\"a\":1,\"b\":[\"x\",null]}"),
                Arguments.of("TO_JSON_STRING(JSON '{\"a\": true}')", "{\"a\":true}"),
                Arguments.of("TO_JSON_STRING(DATE '2024-05-12')", "\"2024-05-12\""),
                Arguments.of("TO_JSON_STRING(CAST(NULL AS INT64))", "null"),
                Arguments.of("TO_JSON_STRING(1.5)", "1.5"),
                Arguments.of("REGEXP_EXTRACT('ab12', r'([0-9])[0-9]')", "1"),
                Arguments.of("REGEXP_EXTRACT('ab', r'[0-9]')", null),
                Arguments.of("REGEXP_REPLACE('a1b2', r'[0-9]', '-')", "a-b-"),
                Arguments.of("SUBSTR('hello', -3, 2)", "ll"),
                Arguments.of("EXISTS(SELECT 1)", true),
                Arguments.of(
                        "(SELECT ARRAY_AGG(x ORDER BY x DESC LIMIT 1)[OFFSET(0)] FROM UNNEST([3, 9, 4]) AS x)", 9L),
                Arguments.of("(SELECT STRING_AGG(x, '-' ORDER BY x) FROM UNNEST(['b', 'a']) AS x)", "a-b"),
                Arguments.of("ARRAY(SELECT x * 2 FROM UNNEST([1, 2]) AS x ORDER BY x DESC)", List.of(4L, 2L)),
                Arguments.of("(SELECT COUNTIF(x > 1) FROM UNNEST([1, 2, 3]) x)", 2L),
                Arguments.of("(SELECT COUNTIF(x > 1) FROM UNNEST([1, 2, 3]) x WHERE x > 3)", 0L),
                Arguments.of("(SELECT MAX(n) FROM (SELECT COUNTIF(x > 1) OVER () n FROM UNNEST([1, 2, 3]) x))", 2L),
                Arguments.of("(SELECT SUM(x) FROM UNNEST([1, 2, 3]) x)", 6L),
                Arguments.of("CAST('NaN' AS FLOAT64)", Double.NaN));
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void anExpressionHasTheValueItHasInBigQuery(String expression, Object expected) {
        List<Object> row = engine.select("p", "SELECT " + expression).rows().get(0);

        if (expected instanceof BigDecimal number) {
            assertThat((BigDecimal) row.get(0)).isEqualByComparingTo(number);
        } else {
            assertThat(row.get(0)).isEqualTo(expected);
        }
    }

    @Test
    void bytesAreBytes() {
        List<Object> row = engine.select("p", "SELECT b'a\\xff', CAST('é' AS BYTES)")
                .rows()
                .get(0);

        assertThat((byte[]) row.get(0)).containsExactly('a', 0xff);
        assertThat((byte[]) row.get(1)).isEqualTo("é".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void columnsWithoutNameAreNumberedAndOthersKeepTheirs() {
        run("CREATE TABLE d.t (id INT64, s STRUCT<a INT64>)");

        QueryResult result = engine.select("p", "SELECT id, 1, t.s.a, 2, id + 1 AS next FROM d.t AS t");

        assertThat(result.schema().getFields())
                .extracting(TableFieldSchema::getName)
                .containsExactly("id", "f0_", "a", "f1_", "next");
    }

    @Test
    void joinsWindowsAndArraysWork() {
        run("CREATE TABLE d.orders (id INT64, items ARRAY<STRUCT<sku STRING, n INT64>>, tags ARRAY<STRING>)");
        run("INSERT INTO d.orders VALUES (1, [STRUCT('a', 2), STRUCT('b', 3)], ['x']), (2, [], NULL)");

        assertThat(rows("SELECT o.id, item.sku, item.n, pos FROM `p.d.orders` o, UNNEST(o.items) AS item WITH OFFSET"
                        + " pos ORDER BY pos DESC"))
                .containsExactly(List.of(1L, "b", 3L, 1L), List.of(1L, "a", 2L, 0L));
        assertThat(rows("SELECT id, tag FROM d.orders LEFT JOIN UNNEST(tags) AS tag ORDER BY id"))
                .containsExactly(List.of(1L, "x"), Arrays.asList(2L, null));
        assertThat(rows("SELECT id, ARRAY_LENGTH(tags) FROM p.d.orders ORDER BY id"))
                .containsExactly(List.of(1L, 1L), List.of(2L, 0L));
        assertThat(rows("WITH x AS (SELECT id, ROW_NUMBER() OVER (ORDER BY id DESC) AS r FROM d.orders)"
                        + " SELECT * EXCEPT (r) FROM x WHERE r = 1"))
                .containsExactly(List.of(2L));
        assertThat(rows("SELECT * REPLACE (id * 10 AS id) FROM (SELECT id FROM d.orders)"
                        + " QUALIFY ROW_NUMBER() OVER (ORDER BY id) = 1"))
                .containsExactly(List.of(10L));
        assertThat(rows("SELECT * FROM UNNEST([STRUCT(1 AS a, 'x' AS b), (2, 'y')]) ORDER BY a"))
                .containsExactly(List.of(1L, "x"), List.of(2L, "y"));
        assertThat(rows("SELECT id FROM d.orders UNION ALL SELECT 7 ORDER BY id DESC LIMIT 1"))
                .containsExactly(List.of(7L));
    }

    @Test
    void nullsComeFirstWhenAscending() {
        assertThat(rows("SELECT x FROM UNNEST([1, NULL]) AS x ORDER BY x"))
                .containsExactly(Arrays.asList((Object) null), List.of(1L));
    }

    @Test
    void mergeUpsertsAndDeletesAndCountsWhatItDid() {
        run("CREATE TABLE d.t (id INT64 NOT NULL, v STRING, big BIGNUMERIC)");
        run("INSERT d.t (id, v) VALUES (1, 'a'), (2, 'b'), (3, 'c')");

        QueryOutcome outcome =
                run("MERGE INTO d.t AS t USING (SELECT * FROM UNNEST([STRUCT(1 AS id, 'z' AS v, FALSE AS gone),"
                        + " STRUCT(2, 'x', TRUE), STRUCT(9, 'n', FALSE)])) s ON t.id = s.id"
                        + " WHEN MATCHED AND s.gone THEN DELETE"
                        + " WHEN MATCHED THEN UPDATE SET v = s.v, big = BIGNUMERIC '1.5'"
                        + " WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, s.v)");

        assertThat(outcome.changes()).isEqualTo(new QueryOutcome.Changes(1, 1, 1));
        assertThat(rows("SELECT id, v, big FROM d.t ORDER BY id"))
                .containsExactly(
                        List.of(1L, "z", new BigDecimal("1.5")),
                        Arrays.asList(3L, "c", null),
                        Arrays.asList(9L, "n", null));
    }

    @Test
    void theLatestRowPerKeyIsFoundInBothUsualWays() {
        run("CREATE TABLE d.log (id INT64, v STRING, __op STRING, __deleted BOOL, __sequence STRING)");
        run("INSERT INTO d.log VALUES (1, 'a', 'c', FALSE, '01'), (1, 'b', 'u', FALSE, '02'), (2, 'x', 'c', FALSE,"
                + " '03'), (2, NULL, 'd', TRUE, '04')");

        List<List<Object>> byWindow = rows("""
            -- current state
            SELECT * EXCEPT (`__op`, `__deleted`, `__sequence`)
            FROM `p`.`d`.`log`
            WHERE IFNULL(`__op`, '') != 't'
              AND `__sequence` > IFNULL((SELECT MAX(`__sequence`) FROM `p`.`d`.`log` WHERE `__op` = 't'), '')
            QUALIFY ROW_NUMBER() OVER (PARTITION BY `id` ORDER BY `__sequence` DESC) = 1
              AND NOT IFNULL(`__deleted`, FALSE)\
            """);
        List<List<Object>> byArray =
                rows("SELECT r.id, r.v FROM (SELECT ARRAY_AGG(l ORDER BY l.__sequence DESC LIMIT 1)"
                        + "[OFFSET(0)] AS r FROM d.log AS l GROUP BY l.id) WHERE NOT r.__deleted");

        assertThat(byWindow).containsExactly(List.of(1L, "b"));
        assertThat(byArray).containsExactly(List.of(1L, "b"));
    }

    @Test
    void mergeRefusesTwoSourceRowsForOneTargetRow() {
        run("CREATE TABLE d.t (id INT64, v STRING)");
        run("INSERT INTO d.t VALUES (1, 'a')");

        assertThatThrownBy(() ->
                        run("MERGE d.t t USING (SELECT 1 AS id, x AS v FROM UNNEST(['p', 'q']) x) s ON t.id = s.id"
                                + " WHEN MATCHED THEN UPDATE SET v = s.v"))
                .hasMessage("UPDATE/MERGE must match at most one source row for each target row");
        assertThat(rows("SELECT v FROM d.t")).containsExactly(List.of("a"));
    }

    @Test
    void updateAndDeleteNeedAWhere() {
        run("CREATE TABLE d.t (id INT64, v STRING)");
        run("INSERT INTO d.t SELECT x, 'v' FROM UNNEST([1, 2, 3]) AS x");

        assertThat(run("UPDATE d.t SET v = CONCAT(v, '!') WHERE id > 1").changes())
                .isEqualTo(new QueryOutcome.Changes(0, 2, 0));
        assertThat(run("DELETE FROM d.t WHERE id = 1").changes()).isEqualTo(new QueryOutcome.Changes(0, 0, 1));
        assertThatThrownBy(() -> run("DELETE FROM d.t")).hasMessage("DELETE must have a WHERE clause");
        assertThat(rows("SELECT v FROM d.t")).containsOnly(List.of("v!"));
    }

    @Test
    void viewsAreLive() {
        run("CREATE TABLE d.t (id INT64)");
        run("CREATE VIEW d.v AS SELECT COUNT(*) AS n FROM p.d.t");
        run("INSERT INTO d.t VALUES (1), (2)");

        assertThat(rows("SELECT n FROM d.v")).containsExactly(List.of(2L));
        assertThatThrownBy(() -> run("DROP TABLE d.v")).hasMessageContaining("it is a view");
    }

    @Test
    void ddlKeepsLayoutKeysOptionsAndDefaults() {
        run("CREATE TABLE d.t (id INT64 NOT NULL OPTIONS(description='key'), `at` TIMESTAMP DEFAULT"
                + " CURRENT_TIMESTAMP(), n NUMERIC(10, 2), PRIMARY KEY (id) NOT ENFORCED) PARTITION BY"
                + " TIMESTAMP_TRUNC(`at`, HOUR) CLUSTER BY id OPTIONS (labels=[('a', 'b')],"
                + " partition_expiration_days=2, max_staleness=INTERVAL 15 MINUTE)");
        run("ALTER TABLE d.t ADD COLUMN note STRING, ALTER COLUMN id SET DATA TYPE NUMERIC, ALTER COLUMN id DROP"
                + " NOT NULL");
        run("INSERT INTO d.t (id) VALUES (1)");

        com.google.api.services.bigquery.model.Table table =
                warehouse.table(new TableName("p", "d", "t")).orElseThrow().metadata();
        assertThat(table.getTimePartitioning().getType()).isEqualTo("HOUR");
        assertThat(table.getTimePartitioning().getExpirationMs()).isEqualTo(172_800_000L);
        assertThat(table.getTableConstraints().getPrimaryKey().getColumns()).containsExactly("id");
        assertThat(table.getLabels()).isEqualTo(Map.of("a", "b"));
        assertThat(table.getMaxStaleness()).isEqualTo("0-0 0 0:15:0");
        assertThat(rows("SELECT column_name, data_type, is_nullable FROM d.INFORMATION_SCHEMA.COLUMNS ORDER BY"
                        + " ordinal_position"))
                .containsExactly(
                        List.of("id", "NUMERIC", "YES"),
                        List.of("at", "TIMESTAMP", "YES"),
                        List.of("n", "NUMERIC(10, 2)", "YES"),
                        List.of("note", "STRING", "YES"));
        assertThat(rows("SELECT `at` IS NOT NULL FROM d.t")).containsExactly(List.of(true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT64 | NUMERIC",
                "INT64 | BIGNUMERIC",
                "INT64 | FLOAT64",
                "NUMERIC | BIGNUMERIC",
                "NUMERIC(10, 2) | BIGNUMERIC",
                "NUMERIC | FLOAT64",
                "NUMERIC(10, 2) | NUMERIC",
                "NUMERIC(10, 2) | NUMERIC(12, 3)"
            })
    void typesWidenAndValuesStay(String from, String to) {
        run("CREATE TABLE d.t (n " + from + ")");
        run("INSERT INTO d.t (n) VALUES (7)");

        run("ALTER TABLE d.t ALTER COLUMN n SET DATA TYPE " + to);

        assertThat(rows("SELECT CAST(n AS STRING) FROM d.t")).containsExactly(List.of("7"));
    }

    @Test
    void createOrReplaceMayReadWhatItReplaces() {
        run("CREATE TABLE d.t AS SELECT 1 AS a");

        run("CREATE OR REPLACE TABLE d.t AS SELECT a + 1 AS a, 'x' AS b FROM d.t");

        assertThat(rows("SELECT * FROM d.t")).containsExactly(List.of(2L, "x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT a FROM WHERE | INVALID_QUERY | Syntax error: Expected an identifier but got keyword WHERE at"
                        + " [1:15]",
                "SELECT SOUNDEX('a') | NOT_IMPLEMENTED | the function SOUNDEX with 1 argument",
                "SELECT nope FROM UNNEST([1]) AS x | INVALID_QUERY | nope",
                "SELECT * FROM d.missing | NOT_FOUND | Not found: Table p:d.missing",
                "SELECT 1 / 0 | INVALID_QUERY | division by zero",
                "SELECT CAST('1.5' AS INT64) | INVALID_QUERY | Bad int64 value",
                "SELECT 9223372036854775807 + 1 | INVALID_QUERY | Overflow",
                "SELECT PARSE_DATE('%Y', 'x') | INVALID_QUERY | Failed to parse",
                "SELECT BIGNUMERIC '1' + 1 | INVALID_QUERY | No function matches",
                "DECLARE x INT64 | NOT_IMPLEMENTED | the statement DECLARE",
                "SELECT 1; SELECT 2 | NOT_IMPLEMENTED | more than one statement",
                "SELECT 1 AS a, 2 AS a | INVALID_QUERY | Duplicate column names",
                "SELECT * FROM d.t FOR SYSTEM_TIME AS OF x | NOT_FOUND | Not found"
            })
    void whatCannotRunSaysWhy(String sql, String reason, String message) {
        assertThatThrownBy(() -> run(sql))
                .hasMessageContaining(message)
                .extracting("reason")
                .hasToString(reason);
    }

    @Test
    void aDirectoryKeepsTablesDefaultsAndViewsForTheNextStart(@TempDir Path directory) {
        QueryContext context = QueryContext.of("p");
        try (Warehouse first = Warehouse.at(directory, Clock.systemUTC())) {
            QueryEngine before = new QueryEngine(first);
            before.run(context, "CREATE SCHEMA d");
            before.run(context, "CREATE TABLE d.t (id INT64, n STRING DEFAULT CONCAT('a', CAST(1 AS STRING)))");
            before.run(context, "INSERT INTO d.t (id) VALUES (1)");
            before.run(context, "CREATE VIEW d.v AS SELECT id, n FROM d.t");
        }

        try (Warehouse second = Warehouse.at(directory, Clock.systemUTC())) {
            QueryEngine after = new QueryEngine(second);
            after.run(context, "INSERT INTO d.t (id) VALUES (2)");
            second.insert(new TableName("p", "d", "t"), List.of(Map.of("id", 3L)));

            assertThat(after.select("p", "SELECT id, n FROM d.v ORDER BY id").rows())
                    .containsExactly(List.of(1L, "a1"), List.of(2L, "a1"), List.of(3L, "a1"));
        }
    }

    private QueryOutcome run(String sql) {
        return engine.run(QueryContext.of("p"), sql);
    }

    private List<List<Object>> rows(String sql) {
        return engine.select("p", sql).rows();
    }
}
