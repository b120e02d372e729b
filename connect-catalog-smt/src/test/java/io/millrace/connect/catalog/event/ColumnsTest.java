// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.catalog.Records;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void aStructInsideItselfIsToldOnce() {
        SchemaBuilder node = SchemaBuilder.struct().name("Node").optional();
        node.field("value", Schema.INT64_SCHEMA);
        node.field("left", node);
        node.field("right", SchemaBuilder.array(node).build());
        Schema tree = SchemaBuilder.struct()
                .field("root", node)
                .field("size", Schema.INT32_SCHEMA)
                .build();

        assertThat(Columns.of(tree).dotted().keySet())
                .containsExactly("root", "root.value", "root.left", "root.right", "size");
        assertThat(Columns.of(tree).cut()).isFalse();
    }

    /** A change event says the row twice: 2,100 columns of a table are 4,200 of its topic. */
    @ParameterizedTest
    @ValueSource(ints = {1_200, 1_990, 2_100})
    void aWideChangeEventIsToldWhole(int width) {
        SchemaBuilder row = SchemaBuilder.struct().optional();
        for (int column = 0; column < width; column++) {
            row.field("column_" + column, Schema.OPTIONAL_STRING_SCHEMA);
        }
        Schema image = row.build();
        Schema event = SchemaBuilder.struct()
                .field("before", image)
                .field("after", image)
                .field("op", Schema.STRING_SCHEMA)
                .build();

        Columns columns = Columns.of(event);

        assertThat(columns.dotted()).hasSize(2 * width + 3);
        assertThat(columns.inside("after").all()).hasSize(width);
        assertThat(columns.cut()).isFalse();
    }

    @Test
    void moreThanTenThousandColumnsAreSaidToBeCut() {
        SchemaBuilder wide = SchemaBuilder.struct();
        for (int column = 0; column < 10_001; column++) {
            wide.field("column_" + column, Schema.OPTIONAL_STRING_SCHEMA);
        }

        assertThat(Columns.of(wide.build()).dotted()).hasSize(10_000);
        assertThat(Columns.of(wide.build()).cut()).isTrue();
        assertThat(Columns.of(wide.build()).unmasked().cut()).isTrue();
    }

    @Test
    void whatAHeaderSaysIsMaskedInParts() {
        Columns columns = Columns.of(Records.ORDER).partlyMasked(Map.of("address.city", "redact", "nowhere", "redact"));

        assertThat(Objects.requireNonNull(columns.dotted().get("address.city")).masking())
                .isEqualTo(new Column.Masking("redact", null, true))
                .hasToString("partly: redact");
        assertThat(columns.dotted().values())
                .filteredOn(column -> column.masking() != null)
                .hasSize(1);
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

    /** A name of 20,000 characters around others is a part of each of their paths. */
    @Test
    void tellsNoMoreThanAMillionCharactersOfPaths() {
        Schema inner = SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA).build();
        for (int depth = 0; depth < 14; depth++) {
            SchemaBuilder around = SchemaBuilder.struct();
            for (int field = 0; field < 25; field++) {
                around.field("f" + field, Schema.STRING_SCHEMA);
            }
            inner = around.field("m".repeat(20_000) + depth, inner).build();
        }

        Columns columns = Columns.of(inner);

        assertThat(columns.cut()).isTrue();
        assertThat(columns.dotted().keySet().stream().mapToInt(String::length).sum())
                .isBetween(500_000, 1_000_000);
    }
}
