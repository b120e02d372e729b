// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.masking;
import static io.millrace.connect.dlp.Transforms.record;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records whose schema contains itself, as Avro, Protobuf and JSON Schema allow. */
class RecursiveRecordsTest {
    private static final Schema PERSON = person();
    private static final Schema ORDER = SchemaBuilder.struct()
            .field("email", Schema.STRING_SCHEMA)
            .field("by", PERSON)
            .build();

    private static Schema person() {
        SchemaBuilder person = SchemaBuilder.struct().name("Person").optional();
        return person.field("email", Schema.STRING_SCHEMA)
                .field("boss", person)
                .field("staff", SchemaBuilder.array(person).optional().build())
                .field(
                        "named",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, person)
                                .optional()
                                .build());
    }

    private static Struct aPerson() {
        return new Struct(PERSON).put("email", "ann@example.org");
    }

    private static SinkRecord order() {
        Struct deep = aPerson().put("staff", List.of(aPerson().put("named", Map.of("bo", aPerson()))));
        return record(
                ORDER,
                new Struct(ORDER)
                        .put("email", "ann@example.org")
                        .put("by", aPerson().put("boss", deep)));
    }

    private static String[] findings(String fields) {
        return new String[] {
            "rules",
            "m",
            "rules.m.fields",
            fields,
            "rules.m.info.types",
            "EMAIL_ADDRESS",
            "rules.m.transform",
            "replace-with-info-type"
        };
    }

    @Test
    void passesOnAsItIsWhatNoRuleReachesInto() {
        SinkRecord order = order();

        assertThat(masking("rules", "m", "rules.m.fields", "other", "rules.m.transform", "redact")
                        .apply(order))
                .isSameAs(order);
        assertThat(masking(findings("by.boss.boss.email")).apply(order)).isSameAs(order);
    }

    @Test
    void masksWholeValuesBesideAndAboveTheRecursion() {
        SinkRecord masked = requireNonNull(
                masking("rules", "m", "rules.m.fields", "email,by.email", "rules.m.transform", "character-mask")
                        .apply(order()));

        Struct order = (Struct) masked.value();
        assertThat(order.getString("email")).isEqualTo("***************");
        assertThat(order.getStruct("by").getString("email")).isEqualTo("***************");
        assertThat(order.getStruct("by").getStruct("boss").getString("email")).isEqualTo("ann@example.org");
    }

    @Test
    void masksFindingsHoweverDeepTheyLie() {
        SinkRecord masked = requireNonNull(masking(findings("**")).apply(order()));

        Struct boss = ((Struct) masked.value()).getStruct("by").getStruct("boss");
        Struct staff = boss.<Struct>getArray("staff").get(0);
        assertThat(List.of(
                        boss.getString("email"),
                        staff.getString("email"),
                        staff.<String, Struct>getMap("named")
                                .values()
                                .iterator()
                                .next()
                                .getString("email")))
                .containsOnly("[EMAIL_ADDRESS]");
        assertThat(masked.valueSchema()).isSameAs(ORDER);
    }

    @Test
    void masksOnlyTheDepthThatARuleNames() {
        SinkRecord masked =
                requireNonNull(masking(findings("by.boss.staff.email")).apply(order()));

        Struct boss = ((Struct) masked.value()).getStruct("by").getStruct("boss");
        assertThat(boss.getString("email")).isEqualTo("ann@example.org");
        assertThat(boss.<Struct>getArray("staff").get(0).getString("email")).isEqualTo("[EMAIL_ADDRESS]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"**.email", "by.boss.email", "by.boss.staff.email"})
    void refusesRulesThatWouldChangeASchemaWithoutEnd(String fields) {
        DlpTransform.Value<SinkRecord> transform =
                masking("rules", "m", "rules.m.fields", fields, "rules.m.transform", "redact");

        assertThatThrownBy(() -> transform.apply(order()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("shop.public.orders")
                .hasMessageContaining("rule m")
                .hasMessageContaining("field " + fields.replace("**", "by.boss").replace("staff", "staff[*]"))
                .hasMessageContaining("info.types");
    }

    @Test
    void refusesRecordsThatAreTooEntangledToPlan() {
        List<SchemaBuilder> structs = IntStream.range(0, 12)
                .mapToObj(i -> SchemaBuilder.struct().optional())
                .toList();
        structs.forEach(struct -> IntStream.range(0, 12).forEach(i -> struct.field("f" + i, structs.get(i))));
        Schema schema = structs.get(0);

        assertThatThrownBy(() -> masking(findings("**")).apply(record(schema, new Struct(schema))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("20000");
    }

    /** Twelve levels, each with four fields of the next: a few hundred bytes that have 16 million ways through them. */
    @Test
    void refusesSchemasWhosePartsComeAgainAndAgainOnce() {
        SchemaBuilder leaf = SchemaBuilder.struct();
        IntStream.range(0, 200).forEach(i -> leaf.field("leaf" + i, Schema.OPTIONAL_STRING_SCHEMA));
        Schema schema = leaf.optional().build();
        for (int level = 0; level < 12; level++) {
            SchemaBuilder outer = SchemaBuilder.struct().optional();
            for (int field = 0; field < 4; field++) {
                outer.field("f" + field, schema);
            }
            schema = outer.build();
        }
        Schema entangled = schema;
        DlpTransform.Value<SinkRecord> transform = masking(findings("**"));

        assertThatThrownBy(() -> transform.apply(record(entangled, new Struct(entangled))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("200000");
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < 1_000; i++) {
            assertThatThrownBy(() -> transform.apply(record(entangled, new Struct(entangled))))
                    .isInstanceOf(DataException.class);
        }
        assertThat(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before)
                .as("nanoseconds for a thousand refusals, each of which would take some 100 ms if it were worked out")
                .isLessThan(10_000_000_000L);
    }
}
