// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static io.millrace.connect.bigquery.encode.Encoding.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.encode.avro.AvroSchemas;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Limits;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Columns with a default, where rows or files tell whether a row takes it. */
class FileDefaultsTest {
    private static final Column ID = Column.of("id", ColumnType.INT64, ColumnMode.NULLABLE);
    private static final TableShape LIVE = new TableShape(List.of(
            defaulted("tags", ColumnType.STRING, ColumnMode.REPEATED),
            defaulted("n", ColumnType.INT64, ColumnMode.REQUIRED),
            ID,
            defaulted("src", ColumnType.STRING, ColumnMode.NULLABLE)));

    private static Column defaulted(String name, ColumnType type, ColumnMode mode) {
        return new Column(name, type, mode, List.of(), null, null, true, Limits.NONE);
    }

    private static Row json(Form form, String text) {
        return form.in(new Encoding()).encode(record(null, text.replace('\'', '"')), LIVE);
    }

    private static String text(Row row) {
        return new String(row.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aRowOfInsertAllHasItsNullsAndLacksWhatTakesItsDefault() {
        assertThat(text(json(Form.INSERT, "{'id':1,'src':null,'tags':null}")))
                .isEqualTo("{\"id\":1,\"tags\":[],\"src\":null}");
        assertThat(text(json(Form.INSERT, "{'src':null}"))).isEqualTo("{\"src\":null}");
        assertThat(text(json(Form.INSERT, "{}"))).isEqualTo("{}");
        assertThat(text(json(Form.INSERT, "{'n':5,'tags':[],'SRC':'x'}")))
                .isEqualTo("{\"n\":5,\"tags\":[],\"src\":\"x\"}");
        assertThat(json(Form.INSERT, "{}").goesWith(json(Form.INSERT, "{'src':null,'n':1}")))
                .isTrue();
    }

    @Test
    void aLineHasItsNullsTooWhateverItsJobMakesOfWhatIsAbsent() {
        assertThat(text(json(Form.LINES, "{'id':1,'src':null}"))).isEqualTo("{\"id\":1,\"src\":null}");
    }

    @Test
    void aNullOfAStructsFieldIsNoDefault() {
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("SRC", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Row row = Form.INSERT.in(new Encoding()).encode(record(schema, new Struct(schema).put("id", 1L)), LIVE);

        assertThat(text(row)).isEqualTo("{\"id\":1,\"src\":null}");
    }

    @ParameterizedTest
    @EnumSource(names = {"LINES", "AVRO"})
    void aRowForAFileNamesWhatTheFileMustLack(Form form) {
        Row nothing = json(form, "{'id':1}");
        assertThat(nothing.omitted()).isEqualTo(Set.of("tags", "n", "src"));
        assertThat(form.decoded(nothing)).isEqualTo(Map.of("id", 1L));

        Row some = json(form, "{'src':null,'n':7}");
        assertThat(some.omitted()).isEqualTo(Set.of("tags"));
        assertThat(form.decoded(some)).isEqualTo(Map.of("n", 7L));

        Row all = json(form, "{'src':'x','n':7,'tags':['a'],'id':2}");
        assertThat(all.omitted()).isEmpty();
        assertThat(form.decoded(all)).isEqualTo(Map.of("src", "x", "n", 7L, "tags", List.of("a"), "id", 2L));
    }

    @ParameterizedTest
    @EnumSource(names = {"LINES", "AVRO"})
    void rowsShareAFileIfItMustLackTheSameColumns(Form form) {
        Encoding encoding = form.in(new Encoding());
        Row nothing = encoding.encode(record(null, "{\"id\":1}"), LIVE);
        Row other = encoding.encode(record(null, "{\"id\":2}"), LIVE);
        Row some = encoding.encode(record(null, "{\"n\":7}"), LIVE);

        assertThat(nothing.goesWith(other)).isTrue();
        assertThat(nothing.goesWith(some)).isFalse();
        assertThat(some.nulls()).isEmpty();
    }

    @Test
    void aFileOfAvroLacksThem() {
        assertThat(AvroSchemas.of(LIVE, Set.of("n", "tags")).getFields())
                .extracting(Field::name)
                .containsExactly("id", "src");
    }

    @ParameterizedTest
    @EnumSource
    void aNullForAColumnThatIsRequiredIsRefused(Form form) {
        assertThatThrownBy(() -> json(form, "{'id':1,'n':null}"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column n is REQUIRED");
    }

    @ParameterizedTest
    @EnumSource(names = {"LINES", "AVRO"})
    void aTrimmedRowIsForAFileThatLacksWhatItLacks(Form form) {
        Encoding encoding = form.in(new Encoding());
        TableShape later = new TableShape(List.of(
                defaulted("fresh", ColumnType.DATE, ColumnMode.REQUIRED),
                ID,
                Column.of("src", ColumnType.STRING, ColumnMode.NULLABLE),
                defaulted("n", ColumnType.INT64, ColumnMode.REQUIRED)));
        RowTrimmer trimmer = encoding.trimmer(LIVE, later).orElseThrow();

        Row without = trimmer.trimmed(encoding.encode(record(null, "{\"id\":1}"), LIVE));
        Row with = trimmer.trimmed(encoding.encode(record(null, "{\"n\":7,\"tags\":[\"a\"],\"src\":\"x\"}"), LIVE));

        assertThat(without.omitted()).isEqualTo(Set.of("fresh", "n"));
        assertThat(form.decoded(without)).isEqualTo(Map.of("id", 1L));
        assertThat(with.omitted()).isEqualTo(Set.of("fresh"));
        assertThat(form.decoded(with)).isEqualTo(Map.of("n", 7L, "src", "x"));
    }

    @ParameterizedTest
    @EnumSource
    void whatRowsHaveIsReadFromThemWhateverTheyOmit(Form form) {
        Encoding encoding = form.in(new Encoding());
        RowContents contents = encoding.contents(LIVE);
        contents.add(encoding.encode(record(null, "{\"id\":1}"), LIVE));
        contents.add(encoding.encode(record(null, "{\"id\":1,\"n\":7}"), LIVE));

        assertThat(contents.lacks("id")).isFalse();
        assertThat(contents.lacks("n")).isTrue();
        assertThat(contents.had().columns()).extracting(Column::name).containsExactly("n", "id");
    }
}
