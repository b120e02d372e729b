// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.memo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaKeyTest {

    private static SchemaBuilder order() {
        return SchemaBuilder.struct()
                .name("order")
                .version(3)
                .doc("an order")
                .parameter("p", "q")
                .field("id", SchemaBuilder.int64().build())
                .field(
                        "tags",
                        SchemaBuilder.array(SchemaBuilder.string().build()).build())
                .field(
                        "by",
                        SchemaBuilder.map(
                                        SchemaBuilder.string().build(),
                                        SchemaBuilder.struct()
                                                .field(
                                                        "x",
                                                        SchemaBuilder.int32()
                                                                .defaultValue(7)
                                                                .build())
                                                .build())
                                .optional()
                                .build());
    }

    /** So many levels, each with four fields of the next: a few hundred bytes that have 4 to the power of levels ways. */
    private static Schema wide(int levels) {
        Schema schema =
                SchemaBuilder.struct().field("leaf", Schema.STRING_SCHEMA).build();
        for (int level = 0; level < levels; level++) {
            SchemaBuilder outer = SchemaBuilder.struct().name("level" + level);
            for (int field = 0; field < 4; field++) {
                outer.field("f" + field, schema);
            }
            schema = outer.build();
        }
        return schema;
    }

    @Test
    void keysOfEqualSchemasAreEqual() {
        SchemaKey one = SchemaKey.of(order().build());
        SchemaKey other = SchemaKey.of(order().build());

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one.weight()).isPositive().isEqualTo(other.weight());
    }

    @Test
    void whateverDiffersMakesAnotherKey() {
        SchemaKey key = SchemaKey.of(order().build());
        List<UnaryOperator<SchemaBuilder>> changes = List.of(
                SchemaBuilder::optional,
                order -> order.field("more", Schema.STRING_SCHEMA),
                order -> order.field(
                        "more", SchemaBuilder.array(Schema.STRING_SCHEMA).build()),
                order -> order.parameter("r", "s"));
        for (UnaryOperator<SchemaBuilder> change : changes) {
            assertThat(SchemaKey.of(change.apply(order()).build())).isNotEqualTo(key);
        }
        for (Schema first : List.of(
                SchemaBuilder.int64().doc("d").build(),
                SchemaBuilder.int64().version(2).build(),
                SchemaBuilder.int64().name("n").build(),
                SchemaBuilder.int64().parameter("a", "b").build(),
                SchemaBuilder.int64().defaultValue(1L).build(),
                SchemaBuilder.int64().defaultValue(2L).build(),
                SchemaBuilder.int32().build())) {
            SchemaBuilder plain = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA);
            SchemaBuilder changed = SchemaBuilder.struct().field("id", first);
            assertThat(SchemaKey.of(changed.build())).isNotEqualTo(SchemaKey.of(plain.build()));
        }
    }

    @Test
    void defaultsThatAreStructsAreComparedByTheirFields() {
        Schema inner = SchemaBuilder.struct()
                .field("x", Schema.OPTIONAL_INT32_SCHEMA)
                .optional()
                .build();
        SchemaKey seven = SchemaKey.of(withDefault(inner, 7));

        assertThat(SchemaKey.of(withDefault(inner, 7))).isEqualTo(seven);
        assertThat(SchemaKey.of(withDefault(inner, 8))).isNotEqualTo(seven);
    }

    /** As converters make them: a builder takes no default struct. */
    private static Schema withDefault(Schema inner, int x) {
        Struct shown = new Struct(inner).put("x", x);
        return new ConnectSchema(Schema.Type.STRUCT, true, shown, null, null, null, null, inner.fields(), null, null);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 12, 60})
    @Timeout(20)
    void partsThatComeAgainAreLookedAtOnce(int levels) {
        SchemaKey one = SchemaKey.of(wide(levels));
        SchemaKey other = SchemaKey.of(wide(levels));

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(SchemaKey.of(wide(levels + 1))).isNotEqualTo(one);
        assertThat(one.weight()).isLessThan(1_000L * 5 * (levels + 1));
    }

    @Test
    @Timeout(20)
    void schemasThatContainThemselvesHaveKeys() {
        SchemaKey one = SchemaKey.of(recursive("next"));

        assertThat(SchemaKey.of(recursive("next"))).isEqualTo(one);
        assertThat(SchemaKey.of(recursive("other"))).isNotEqualTo(one);
    }

    private static Schema recursive(String field) {
        SchemaBuilder node = SchemaBuilder.struct().name("node").optional();
        return node.field("value", Schema.STRING_SCHEMA).field(field, node);
    }
}
