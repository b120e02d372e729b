// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.NameRule;
import io.millrace.connect.bigquery.schema.ColumnSettings;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** {@code name.sanitize.fields=strict}: the columns that KCBQ made of fields are the ones that go on. */
class StrictNamesTest {
    private static final SchemaSettings DEFAULT = SchemaSettings.DEFAULT;
    private final Encoding encoding = new Encoding(
            new SchemaSettings(
                    DEFAULT.evolution(),
                    DEFAULT.unknownFields(),
                    new ColumnSettings(false, NameRule.STRICT),
                    DEFAULT.types(),
                    DEFAULT.kafkaColumns()),
            ChangeSettings.DEFAULT);

    @Test
    void fieldsAtEveryDepthAreNamedAsKcbqNamesThem() {
        Schema inner = Encoding.struct("größe-cm", Schema.INT32_SCHEMA);
        Schema schema = SchemaBuilder.struct()
                .field("1st-name", Schema.STRING_SCHEMA)
                .field("a.b", inner)
                .field("list items", SchemaBuilder.array(inner).build())
                .build();
        Struct deep = new Struct(inner).put("größe-cm", 5);
        Struct value = new Struct(schema).put("1st-name", "x").put("a.b", deep).put("list items", List.of(deep));

        assertThat(encoding.row(Encoding.record(schema, value)))
                .isEqualTo(Map.of(
                        "_1st_name", "x",
                        "a_b", Map.of("gr__e_cm", 5L),
                        "list_items", List.of(Map.of("gr__e_cm", 5L))));
    }

    @Test
    void fieldsOfRecordsWithoutSchemaFindTheSameColumns() {
        Column live = Column.record(
                "a_b", ColumnMode.NULLABLE, List.of(Column.of("c_d", ColumnType.INT64, ColumnMode.NULLABLE)));

        assertThat(encoding.row(Encoding.record(null, Map.of("a-b", Map.of("c d", 7))), live))
                .isEqualTo(Map.of("a_b", Map.of("c_d", 7L)));
    }
}
