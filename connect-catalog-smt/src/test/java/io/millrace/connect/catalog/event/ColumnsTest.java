// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.catalog.Records;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    @Test
    void typesAreSaidInTheWordsOfTheLogicalOnes() {
        Columns columns =
                Columns.of(Records.debezium("all_types-01-c").valueSchema()).inside("after");

        assertThat(columns.dotted())
                .hasEntrySatisfying("num", column -> assertThat(column.type()).isEqualTo("decimal(38,9)"))
                .hasEntrySatisfying("tstz", column -> assertThat(column.type()).isEqualTo("timestamp with time zone"))
                .hasEntrySatisfying("d", column -> assertThat(column.type()).isEqualTo("date"))
                .hasEntrySatisfying("i2", column -> assertThat(column.type()).isEqualTo("int16"));
        assertThat(columns.dotted().values())
                .extracting(Column::type)
                .noneMatch(type -> type.startsWith("io.debezium"));
    }

    @Test
    void aDifferenceNamesEveryColumnThatChanged() {
        Schema before = Records.ORDER;
        Schema after = SchemaBuilder.struct()
                .name("Order")
                .field("id", Schema.INT32_SCHEMA)
                .field(
                        "email",
                        SchemaBuilder.string()
                                .optional()
                                .parameter("masked", "true")
                                .build())
                .field("amount", Decimal.schema(2))
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .build();

        assertThat(Columns.of(after).differenceFrom(Columns.of(before)))
                .containsExactlyInAnyOrder(
                        "~ id int64 -> int32",
                        "~ email is masked: masked",
                        "~ amount is required",
                        "+ note string",
                        "- address",
                        "- address.street",
                        "- address.city");
    }

    @Test
    void equalSchemasHaveEqualFingerprintsWhateverObjectTheyAre() {
        assertThat(Columns.of(Records.order().build()).fingerprint())
                .isEqualTo(Columns.of(Records.ORDER).fingerprint());
        assertThat(Columns.of(Records.order().doc("x").build()).fingerprint())
                .isEqualTo(Columns.of(Records.ORDER).fingerprint());
        assertThat(Columns.of(Records.order().field("x", Schema.STRING_SCHEMA).build())
                        .fingerprint())
                .isNotEqualTo(Columns.of(Records.ORDER).fingerprint());
    }

    @Test
    void aSchemaThatHoldsItselfIsCutOff() {
        SchemaBuilder node = SchemaBuilder.struct().name("Node").optional();
        node.field("value", Schema.INT64_SCHEMA);
        node.field("left", node);
        node.field("right", node);

        assertThat(Columns.of(node).dotted()).hasSizeBetween(10, 2_000);
    }

    @Test
    void whatLiesInArraysOfStructsHasDottedNamesToo() {
        Schema schema = SchemaBuilder.struct()
                .field("items", SchemaBuilder.array(Records.ADDRESS).build())
                .field(
                        "tags",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                                .build())
                .build();

        Columns columns = Columns.of(schema);

        assertThat(columns.dotted().keySet()).containsExactly("items", "items.street", "items.city", "tags");
        assertThat(Objects.requireNonNull(columns.dotted().get("tags")).type()).isEqualTo("map<string,int32>");
        assertThat(columns.all()).extracting(Column::name).isEqualTo(List.of("items", "tags"));
    }
}
