// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.record;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Limits;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.SchemaEvolution;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.testkit.DeadLetters;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records without schema that lack what a known table requires. */
class RequiredColumnsTest {
    private static final Column N = Column.of("n", ColumnType.INT64, ColumnMode.NULLABLE);
    private static final Column Y = Column.of("y", ColumnType.STRING, ColumnMode.REQUIRED);
    private static final Column X = Column.of("x", ColumnType.INT64, ColumnMode.NULLABLE);
    private static final Column DEFAULTED =
            new Column("d", ColumnType.STRING, ColumnMode.REQUIRED, List.of(), null, null, true, Limits.NONE);
    private static final TableShape LIVE = new TableShape(List.of(
            Column.of("ID", ColumnType.INT64, ColumnMode.REQUIRED),
            N,
            DEFAULTED,
            Column.record("r", ColumnMode.NULLABLE, List.of(X, Y)),
            Column.record("l", ColumnMode.REPEATED, List.of(X, Y)),
            Column.record("q", ColumnMode.REQUIRED, List.of(X, Y))));
    private static final String FULL = "{'id':1,'n':1,'q':{'y':'y'}}";

    private final DeadLetters letters = new DeadLetters();

    private static SinkRecord json(long offset, String text) {
        return record("orders", 0, offset, null, text.replace('\'', '"'));
    }

    private TaskBench bench(Set<SchemaEvolution> evolution) {
        SchemaSettings defaults = SchemaSettings.DEFAULT;
        TaskBench bench = new TaskBench(
                letters,
                1 << 20,
                new SchemaSettings(
                        evolution,
                        defaults.unknownFields(),
                        defaults.columns(),
                        defaults.types(),
                        defaults.kafkaColumns()));
        bench.task.assign(ORDERS_0);
        bench.take(json(0, FULL)).found(LIVE).acknowledge();
        return bench;
    }

    private TaskBench bench() {
        return bench(SchemaSettings.DEFAULT.evolution());
    }

    private static String required(List<Column> columns, String path) {
        StringBuilder required = new StringBuilder();
        for (Column column : columns) {
            if (column.mode() == ColumnMode.REQUIRED) {
                required.append(path).append(column.name()).append(' ');
            }
            required.append(required(column.fields(), path + column.name() + "."));
        }
        return required.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'n':1,'q':{'y':'y'}} | d r.y l.y q q.y",
                "{'id':null,'q':{'y':'y'}} | d r.y l.y q q.y",
                "{} | d r.y l.y q.y",
                "{'id':1} | ID d r.y l.y q.y",
                "{'id':1,'q':{}} | ID d r.y l.y q",
                "{'id':1,'q':{'y':null}} | ID d r.y l.y q",
                "{'id':1,'q':{'y':'y'},'r':{'x':1}} | ID d l.y q q.y",
                "{'id':1,'q':{'y':'y'},'l':[{'y':'y'},{'x':1}]} | ID d r.y q q.y",
                "{'q':{'y':'y'},'brandnew':1} | d r.y l.y q q.y",
                "{'q':{'y':'y'},'r':{'x':1,'z':2}} | d l.y q q.y",
            })
    void areRelaxedAsForASchemasOptionalField(String text, String left) {
        try (TaskBench bench = bench()) {
            bench.take(json(1, text), json(2, FULL));

            assertThat(bench.questions).hasSize(1);
            assertThat(required(
                                    requireNonNull(bench.questions.getFirst().wanted())
                                            .columns(),
                                    "")
                            .strip())
                    .isEqualTo(left);
            bench.made("relaxed");
            assertThat(bench.origins()).containsExactly("orders-0@1", "orders-0@2");
            assertThat(bench.questions).isEmpty();
            assertThat(letters.letters()).isEmpty();
        }
    }

    @Test
    void asManyAsTheWaitingRecordsLackAreRelaxedAtOnce() {
        try (TaskBench bench = bench()) {
            bench.take(json(1, "{'id':1}"), json(2, "{'q':{}}"), json(3, "{'q':{'y':'y'},'r':{}}"));
            bench.made("relaxed");
            assertThat(required(
                                    requireNonNull(bench.questions.getFirst().wanted())
                                            .columns(),
                                    "")
                            .strip())
                    .isEqualTo("d l.y");
            bench.made("relaxed");
            assertThat(bench.origins()).containsExactly("orders-0@1", "orders-0@2", "orders-0@3");
        }
    }

    @Test
    void stayRequiredForARecordThatLacksNothingOrDoesNotFitOtherwise() {
        try (TaskBench bench = bench()) {
            bench.take(json(1, FULL), json(2, "{'n':'junk','q':{'y':'y'}}"), json(3, "{'id':1,'q':{},'r':5}"));
            bench.unchanged();

            assertThat(bench.questions).isEmpty();
            assertThat(letters.offsets()).containsExactly(2L, 3L);
        }
    }

    @Test
    void stayRequiredWithoutRelaxRequired() {
        try (TaskBench bench = bench(EnumSet.of(SchemaEvolution.ADD_FIELDS))) {
            bench.take(json(1, "{'n':1}"), json(2, "{'id':1,'q':{}}"), json(3, FULL));
            bench.unchanged();

            assertThat(bench.questions).isEmpty();
            assertThat(letters.offsets()).containsExactly(1L, 2L);
            assertThat(letters.letters().get(0).error()).hasMessageContaining("REQUIRED");
        }
    }

    @Test
    void areRelaxedForChangesThatLackThem() {
        for (String change : List.of(
                "{'id':1,'__op':'d','__deleted':'true'}",
                "{'id':1,'q':null,'__op':'d','__deleted':'true'}",
                "{'before':{'id':1},'after':null,'op':'d','source':{'ts_ms':1}}",
                "{'before':null,'after':null,'op':'t','source':{'ts_ms':1}}")) {
            try (TaskBench bench = bench()) {
                bench.take(json(1, change));

                assertThat(required(
                                requireNonNull(bench.questions.getFirst().wanted())
                                        .columns(),
                                ""))
                        .as(change)
                        .doesNotContain("q ");
                bench.made("relaxed");
                assertThat(bench.origins()).containsExactly("orders-0@1");
            }
        }
        assertThat(letters.letters()).isEmpty();
    }
}
