// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zetasql.SqlException;
import io.millrace.connect.emulator.store.Warehouse;
import io.millrace.connect.emulator.store.WarehouseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The charter's word on SQL: what the emulator runs Google's analyser accepts, and what the analyser or BigQuery refuses
 * the emulator refuses. Statements are in {@code googlesql/*.sql}, each ended by a semicolon at the end of a line.
 */
class GoogleSqlCorpusIT {
    private Warehouse warehouse;
    private QueryEngine engine;
    private GoogleSqlAnalyser analyser;

    @BeforeEach
    void open() {
        warehouse = Warehouse.inMemory(Clock.systemUTC());
        engine = new QueryEngine(warehouse);
        analyser = new GoogleSqlAnalyser(warehouse, engine, "p");
    }

    @AfterEach
    void close() {
        warehouse.close();
    }

    /** One after the other, each on what those before it made. */
    @TestFactory
    Stream<DynamicTest> bothAccept() {
        return statements("accepted.sql")
                .map(sql -> DynamicTest.dynamicTest(sql, () -> {
                    assertThatCode(() -> analyser.analyse(sql)).as("ZetaSQL").doesNotThrowAnyException();
                    assertThatCode(() -> run(sql)).as("the emulator").doesNotThrowAnyException();
                }));
    }

    @TestFactory
    Stream<DynamicTest> bothAcceptTheExpressionsOfOurTests() {
        return QueryEngineTest.expressions()
                .map(Arguments::get)
                .map(expression -> "SELECT " + expression[0])
                .map(sql -> DynamicTest.dynamicTest(
                        sql, () -> assertThatCode(() -> analyser.analyse(sql)).doesNotThrowAnyException()));
    }

    @TestFactory
    Stream<DynamicTest> bothRefuse() {
        statements("refused-setup.sql").forEach(this::run);
        return statements("refused.sql")
                .map(sql -> DynamicTest.dynamicTest(sql, () -> {
                    assertThatThrownBy(() -> analyser.analyse(sql)).isInstanceOf(SqlException.class);
                    assertRefused(sql);
                }));
    }

    /** The analyser knows the language; these BigQuery refuses all the same, as its documents say. */
    @TestFactory
    Stream<DynamicTest> whatBigQueryAloneRefusesIsRefused() {
        statements("refused-setup.sql").forEach(this::run);
        return statements("refused-by-bigquery.sql")
                .map(sql -> DynamicTest.dynamicTest(sql, () -> {
                    assertThatCode(() -> analyser.analyse(sql)).doesNotThrowAnyException();
                    assertRefused(sql);
                }));
    }

    private void assertRefused(String sql) {
        assertThatThrownBy(() -> run(sql))
                .isInstanceOfSatisfying(
                        WarehouseException.class,
                        refused -> assertThat(refused.reason())
                                .isIn(
                                        WarehouseException.Reason.INVALID,
                                        WarehouseException.Reason.INVALID_QUERY,
                                        WarehouseException.Reason.NOT_FOUND,
                                        WarehouseException.Reason.DUPLICATE,
                                        WarehouseException.Reason.RESOURCE_IN_USE));
    }

    private void run(String sql) {
        engine.run(QueryContext.of("p"), sql);
    }

    private static Stream<String> statements(String file) {
        try (InputStream text = GoogleSqlCorpusIT.class.getResourceAsStream("/googlesql/" + file)) {
            String all = new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(all.split(";[ \\t]*\\R")).map(String::strip).filter(GoogleSqlCorpusIT::isStatement);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isStatement(String text) {
        return text.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("--"));
    }
}
