// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.privacy.dlp.v2.FieldId;
import com.google.privacy.dlp.v2.Finding;
import com.google.privacy.dlp.v2.InfoType;
import com.google.privacy.dlp.v2.Likelihood;
import com.google.privacy.dlp.v2.Table;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.dlp.cloud.CloudEngine.Found;
import io.millrace.connect.dlp.cloud.CloudException;
import io.millrace.connect.dlp.cloud.Question;
import io.millrace.connect.dlp.deidentify.Redact;
import io.millrace.connect.dlp.rules.Treatment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuestionTableTest {
    private static final Treatment REDACT = new Treatment.WholeValue(new Redact(), null);
    private static final Question ONE = question("a", "x", null);
    private static final Question TWO = question("b", "x", null);

    private static Question question(String field, String text, @Nullable Object context) {
        return new Question(field, text, false, REDACT, context, 0);
    }

    private static Table masked(Map<String, String> columns) {
        Table.Builder table = Table.newBuilder();
        Table.Row.Builder row = Table.Row.newBuilder();
        columns.forEach((name, text) -> {
            table.addHeaders(FieldId.newBuilder().setName(name));
            row.addValues(Value.newBuilder().setStringValue(text));
        });
        return table.addRows(row).build();
    }

    @Test
    void findsAnswersByTheirColumnsInWhateverOrderTheyCome() throws CloudException {
        QuestionTable table = new QuestionTable(List.of(ONE, TWO));

        Map<Question, String> answers = table.answers(
                masked(new TreeMap<>(Map.of("f1", "second", "f0", "first", "c0", "context")).descendingMap()));

        assertThat(answers).isEqualTo(Map.of(ONE, "first", TWO, "second"));
    }

    @Test
    void refusesAnAnswerThatLacksAColumn() {
        QuestionTable table = new QuestionTable(List.of(ONE, TWO));

        assertThatThrownBy(() -> table.answers(masked(Map.of("f0", "first")))).isInstanceOf(CloudException.class);
        assertThatThrownBy(() -> table.answers(Table.getDefaultInstance())).isInstanceOf(CloudException.class);
    }

    @Test
    void putsAContextIntoAColumnOfItsOwn() {
        QuestionTable table = new QuestionTable(List.of(ONE, question("b", "y", 7L)));

        Table sent = table.withContexts().getTable();

        assertThat(sent.getHeadersList()).extracting(FieldId::getName).containsExactly("f0", "f1", "c1");
        assertThat(sent.getRows(0).getValues(2).getIntegerValue()).isEqualTo(7);
        assertThat(table.asTexts().getTable().getHeadersCount()).isEqualTo(2);
    }

    @Test
    void findsFindingsByTheirColumns() throws CloudException {
        QuestionTable table = new QuestionTable(List.of(ONE, TWO));

        assertThat(table.found(List.of(finding("f1"))))
                .isEqualTo(Map.of(
                        TWO,
                        List.of(new Found(
                                new io.millrace.connect.dlp.infotype.InfoType("AGE"),
                                io.millrace.connect.dlp.infotype.Likelihood.LIKELY))));
        assertThatThrownBy(() -> table.found(List.of(finding("f9")))).isInstanceOf(CloudException.class);
    }

    private static Finding finding(String column) {
        Finding.Builder finding = Finding.newBuilder()
                .setInfoType(InfoType.newBuilder().setName("AGE"))
                .setLikelihood(Likelihood.LIKELY);
        finding.getLocationBuilder()
                .addContentLocationsBuilder()
                .getRecordLocationBuilder()
                .getFieldIdBuilder()
                .setName(column);
        return finding.build();
    }

    @Test
    void remembersARowByAllThatItAsks() {
        RowMemory memory = new RowMemory(10, Duration.ofMinutes(1));
        Set<Question> row = Set.of(ONE);
        memory.keep(memory.key(row), row, Map.of(ONE, "masked"));

        assertThat(memory.find(memory.key(row), row)).isEqualTo(Map.of(ONE, "masked"));
        assertThat(memory.find(memory.key(Set.of(TWO)), Set.of(TWO))).isNull();
        Question other = new Question("a", "x", false, new Treatment.WholeValue(new Redact(), null), null, 0);
        assertThat(memory.find(memory.key(Set.of(other)), Set.of(other))).isNull();
    }
}
