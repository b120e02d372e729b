// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static io.millrace.connect.bigquery.encode.Encoding.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import io.millrace.connect.bigquery.encode.proto.WriterSchema;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Limits;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.KafkaColumn;
import io.millrace.connect.bigquery.schema.KafkaColumns;
import io.millrace.connect.bigquery.schema.SchemaComparison;
import io.millrace.connect.bigquery.schema.SchemaDiff;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.TypeSettings;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows for tables whose columns have defaults. */
class DefaultsTest {
    private static final TableShape LIVE = new TableShape(List.of(
            Column.of("id", ColumnType.INT64, ColumnMode.NULLABLE),
            defaulted("src", ColumnType.STRING, ColumnMode.NULLABLE),
            defaulted("n", ColumnType.INT64, ColumnMode.REQUIRED),
            defaulted("tags", ColumnType.STRING, ColumnMode.REPEATED)));

    private final Encoding encoding = new Encoding();

    private static Column defaulted(String name, ColumnType type, ColumnMode mode) {
        return new Column(name, type, mode, List.of(), null, null, true, Limits.NONE);
    }

    private Row json(String text) {
        return encoding.encode(record(null, text.replace('\'', '"')), LIVE);
    }

    private Row struct(@Nullable String src) {
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("SRC", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        return encoding.encode(record(schema, new Struct(schema).put("id", 1L).put("SRC", src)), LIVE);
    }

    @Test
    void aColumnThatTheRecordLacksStaysAsItIs() {
        TableShape wanted = new TableShape(List.of(Column.of("id", ColumnType.INT64, ColumnMode.REQUIRED)));

        assertThat(SchemaComparison.between(LIVE, wanted, SchemaSettings.DEFAULT))
                .isInstanceOf(SchemaDiff.Fits.class);
    }

    @Test
    void rowsMayLackWhatIsRequiredIfItHasADefault() {
        assertThat(WriterSchema.of(LIVE).getField(2).getLabel()).isEqualTo(Label.LABEL_OPTIONAL);
        assertThat(json("{'id':1}").nulls()).isEmpty();
        assertThatThrownBy(() -> json("{'id':1,'n':null}"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column n is REQUIRED");
    }

    @Test
    void tellsNullsFromColumnsThatTheRecordLacks() {
        assertThat(json("{'id':1,'src':null,'tags':[]}").nulls()).isEqualTo(Set.of("src", "tags"));
        assertThat(json("{'id':1,'SRC':null}").nulls()).isEqualTo(Set.of("src"));
        assertThat(json("{}").nulls()).isEmpty();
        assertThat(struct(null).nulls()).isEqualTo(Set.of("src"));
    }

    @Test
    void rowsWithAValueShareARequestWithThoseBeforeThem() {
        Row nothing = json("{'id':1}");
        assertThat(json("{'src':'shop','n':1,'tags':['a']}").goesWith(nothing)).isTrue();
        assertThat(struct("x").goesWith(nothing)).isTrue();

        Row none = json("{'src':null,'n':1}");
        assertThat(none.goesWith(nothing)).isFalse();
        assertThat(json("{'src':'shop'}").goesWith(none)).isTrue();
        assertThat(struct("x").goesWith(none)).isTrue();
        assertThat(struct(null).goesWith(none)).isTrue();
        assertThat(json("{'id':1}").goesWith(nothing)).isTrue();
    }

    @Test
    void columnsOfTheRecordItselfAreNeverLeftToTheirDefaults() {
        Encoding kafka = Encoding.of(
                TypeSettings.DEFAULT, new KafkaColumns(Set.of(KafkaColumn.KEY), KafkaColumns.NONE.prefix()));
        TableShape live = new TableShape(List.of(
                Column.of("id", ColumnType.INT64, ColumnMode.NULLABLE),
                defaulted("_kafka_key", ColumnType.JSON, ColumnMode.NULLABLE)));

        assertThat(kafka.encode(record(null, "{\"id\":1}"), live).nulls()).isEqualTo(Set.of("_kafka_key"));
    }
}
