// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.masking;
import static io.millrace.connect.dlp.Transforms.properties;
import static io.millrace.connect.dlp.Transforms.record;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.testkit.WorkersMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class DlpTransformTest {
    private static final Schema LINE = SchemaBuilder.struct()
            .field("sku", Schema.STRING_SCHEMA)
            .field("text", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema CUSTOMER = SchemaBuilder.struct()
            .name("shop.Customer")
            .field("id", Schema.INT64_SCHEMA)
            .field(
                    "email",
                    SchemaBuilder.string()
                            .optional()
                            .defaultValue("nobody@example.org")
                            .build())
            .field("card", Schema.OPTIONAL_INT64_SCHEMA)
            .field(
                    "born",
                    SchemaBuilder.int32()
                            .name("io.debezium.time.Date")
                            .optional()
                            .build())
            .field("lines", SchemaBuilder.array(LINE).optional().build())
            .field(
                    "attributes",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                            .optional()
                            .build())
            .optional()
            .build();

    private static Struct customer() {
        return new Struct(CUSTOMER)
                .put("id", 7L)
                .put("email", "alice@example.org")
                .put("card", 4111111111111111L)
                .put("born", 4000)
                .put("lines", List.of(line("a", "call (415) 555-0890"), line("b", "nothing here")))
                .put("attributes", Map.of("note", "plain"));
    }

    private static Struct line(String sku, String text) {
        return new Struct(LINE).put("sku", sku).put("text", text);
    }

    private static Struct valueOf(SinkRecord record) {
        return (Struct) record.value();
    }

    private static SinkRecord apply(DlpTransformation<SinkRecord> transform, SinkRecord record) {
        return requireNonNull(transform.apply(record));
    }

    @Test
    void masksNestedFieldsBySchemaAndSaysSoInTheSchema() {
        SinkRecord masked = apply(
                masking(
                        "rules", "email,card,born",
                        "rules.email.fields", "email",
                        "rules.email.transform", "crypto-deterministic",
                        "rules.email.key", "k",
                        "rules.email.expect", "EMAIL_ADDRESS",
                        "rules.card.fields", "card",
                        "rules.card.transform", "crypto-replace-ffx-fpe",
                        "rules.born.fields", "born",
                        "rules.born.transform", "time-part",
                        "rules.born.part.to.extract", "year"),
                record(CUSTOMER, customer()));

        Schema schema = masked.valueSchema();
        assertThat(schema.name()).isEqualTo("shop.Customer");
        assertThat(schema.field("email").schema().parameters())
                .containsEntry("masked", "true")
                .containsEntry("millrace.masking", "crypto-deterministic")
                .containsEntry("millrace.infotype", "EMAIL_ADDRESS");
        assertThat(schema.field("email").schema().defaultValue()).isNull();
        assertThat(schema.field("card").schema().type()).isEqualTo(Schema.Type.STRING);
        assertThat(schema.field("born").schema().type()).isEqualTo(Schema.Type.INT32);
        assertThat(schema.field("born").schema().name()).isNull();
        assertThat(schema.field("lines").schema())
                .isSameAs(CUSTOMER.field("lines").schema());
        assertThat(valueOf(masked).getString("card")).matches("\\d{16}").isNotEqualTo("4111111111111111");
        assertThat(valueOf(masked).getInt32("born")).isEqualTo(1980);
        assertThat(valueOf(masked).getInt64("id")).isEqualTo(7L);
        assertThat(valueOf(masked).getArray("lines")).isEqualTo(customer().getArray("lines"));
    }

    @Test
    void masksFindingsInArraysOfStructsAndLeavesTheRest() {
        Struct source = customer();

        SinkRecord masked = apply(
                masking(
                        "rules", "notes",
                        "rules.notes.fields", "lines[*].text",
                        "rules.notes.info.types", "PHONE_NUMBER",
                        "rules.notes.transform", "replace-with-info-type"),
                record(CUSTOMER, source));

        List<Struct> lines = valueOf(masked).getArray("lines");
        assertThat(lines.get(0).getString("text")).isEqualTo("call [PHONE_NUMBER]");
        assertThat(lines.get(1)).isSameAs(source.getArray("lines").get(1));
        assertThat(masked.valueSchema()).isSameAs(CUSTOMER);
    }

    @Test
    void returnsTheSameRecordWhenThereIsNothingToMask() {
        DlpTransform.Value<SinkRecord> transform = masking(
                "rules", "notes",
                "rules.notes.fields", "**",
                "rules.notes.info.types", "*",
                "rules.notes.transform", "redact",
                "scan.exclude", "email"); // whose default is an address
        Struct clean = new Struct(CUSTOMER).put("id", 7L).put("lines", List.of(line("a", "nothing here")));
        SinkRecord record = record(CUSTOMER, clean);
        SinkRecord tombstone = record(null, null);

        assertThat(transform.apply(record)).isSameAs(record);
        assertThat(transform.apply(tombstone)).isSameAs(tombstone);
    }

    @Test
    void givesTheSameTokenBeforeAndAfterInKeyValueAndHeaders() {
        Schema envelope = SchemaBuilder.struct()
                .name("shop.public.customers.Envelope")
                .field("before", CUSTOMER)
                .field("after", CUSTOMER)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        Struct change = new Struct(envelope)
                .put("before", customer())
                .put("after", customer())
                .put("op", "u");
        Schema keySchema =
                SchemaBuilder.struct().field("email", Schema.STRING_SCHEMA).build();
        SinkRecord record = new SinkRecord(
                "other.topic",
                0,
                keySchema,
                new Struct(keySchema).put("email", "alice@example.org"),
                envelope,
                change,
                1);
        record.headers().addString("email", "alice@example.org");
        Map<String, String> properties = properties(
                "rules", "email",
                "rules.email.fields", "**.email",
                "rules.email.transform", "crypto-hash");
        DlpTransform.Key<SinkRecord> keys = new DlpTransform.Key<>();
        DlpTransform.Value<SinkRecord> values = new DlpTransform.Value<>();
        DlpTransform.Headers<SinkRecord> headers = new DlpTransform.Headers<>();
        List.of(keys, values, headers).forEach(transform -> transform.configure(properties));

        SinkRecord masked = apply(headers, apply(values, apply(keys, record)));

        String token = valueOf(masked).getStruct("after").getString("email");
        assertThat(token).hasSize(44);
        assertThat(valueOf(masked).getStruct("before").getString("email")).isEqualTo(token);
        assertThat(((Struct) masked.key()).getString("email")).isEqualTo(token);
        assertThat(masked.headers().lastWithName("email").value()).isEqualTo(token);
        assertThat(valueOf(masked).getString("op")).isEqualTo("u");
    }

    @Test
    void masksMapsAndListsWithoutASchema() {
        DlpTransform.Value<SinkRecord> transform = masking(
                "rules", "pan,mail",
                "rules.pan.fields", "**.pan",
                "rules.pan.transform", "character-mask",
                "rules.pan.number.to.mask", "-4",
                "rules.mail.fields", "**",
                "rules.mail.info.types", "EMAIL_ADDRESS",
                "rules.mail.transform", "redact");
        Map<String, Object> value = Map.of(
                "cards",
                List.of(Map.of("pan", "4111111111111111"), Map.of("pan", 42L)),
                "text",
                "to alice@example.org now",
                "count",
                3L);

        Map<?, ?> masked = (Map<?, ?>) apply(transform, record(null, value)).value();

        assertThat(masked.get("cards")).isEqualTo(List.of(Map.of("pan", "************1111"), Map.of("pan", "42")));
        assertThat(masked.get("text")).isEqualTo("to  now");
        assertThat(masked.get("count")).isEqualTo(3L);
        assertThat(value.get("text")).isEqualTo("to alice@example.org now");
    }

    @Test
    void keepsNullElementsAndNullFieldsNull() {
        Schema schema = SchemaBuilder.struct()
                .field(
                        "mails",
                        SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build())
                .field(
                        "mail",
                        SchemaBuilder.string()
                                .optional()
                                .defaultValue("d@example.org")
                                .build())
                .build();
        Struct value = new Struct(schema).put("mails", new ArrayList<>(Arrays.asList("a@example.org", null)));

        Struct masked = valueOf(apply(
                masking("rules", "m", "rules.m.fields", "mails,mail", "rules.m.transform", "crypto-hash"),
                record(schema, value)));

        assertThat(masked.<String>getArray("mails").get(1)).isNull();
        assertThat(masked.get("mail")).isNull();
    }

    @Test
    void appliesTheFirstRuleWhoseConditionHoldsAndKeepsOneSchema() {
        DlpTransform.Value<SinkRecord> transform = masking(
                "rules", "old,other",
                "rules.old.fields", "card",
                "rules.old.condition", "id > 100 && email exists",
                "rules.old.transform", "replace",
                "rules.old.new.value", "gone",
                "rules.other.fields", "card",
                "rules.other.condition", "id <= 100",
                "rules.other.transform", "keep");

        SinkRecord kept = apply(transform, record(CUSTOMER, customer()));
        SinkRecord masked = apply(transform, record(CUSTOMER, customer().put("id", 101L)));

        assertThat(valueOf(kept).getString("card")).isEqualTo("4111111111111111");
        assertThat(valueOf(masked).getString("card")).isEqualTo("gone");
        assertThat(kept.valueSchema()).isSameAs(masked.valueSchema());
    }

    @Test
    void findsFieldsByTagsInTheirSchema() {
        Schema schema = SchemaBuilder.struct()
                .field(
                        "a",
                        SchemaBuilder.string()
                                .parameter("confluent:tags", "PII, PRIVATE")
                                .build())
                .field("b", Schema.STRING_SCHEMA)
                .build();

        Struct masked = valueOf(apply(
                masking("rules", "t", "rules.t.tags", "PRIVATE", "rules.t.transform", "redact"),
                record(schema, new Struct(schema).put("a", "x").put("b", "y"))));

        assertThat(masked.getString("a")).isEmpty();
        assertThat(masked.getString("b")).isEqualTo("y");
    }

    @Test
    void looksAtTheTopicsOfARuleOnly() {
        DlpTransform.Value<SinkRecord> transform = masking(
                "rules", "m", "rules.m.topics", "hr\\..*", "rules.m.fields", "email", "rules.m.transform", "redact");

        SinkRecord elsewhere = record(CUSTOMER, customer());
        SinkRecord there = new SinkRecord("hr.people", 0, null, null, CUSTOMER, customer(), 1);

        assertThat(transform.apply(elsewhere)).isSameAs(elsewhere);
        assertThat(valueOf(apply(transform, there)).getString("email")).isEmpty();
    }

    @Test
    void countsAndChangesNothingWhenOnlyInspecting() {
        DlpTransform.Value<SinkRecord> transform = masking(
                "mode", "inspect",
                "rules", "m,c",
                "rules.m.fields", "email",
                "rules.m.info.types", "*",
                "rules.m.transform", "redact",
                "rules.c.fields", "card",
                "rules.c.transform", "crypto-hash");
        SinkRecord record = record(CUSTOMER, customer());

        assertThat(transform.apply(record)).isSameAs(record);
    }

    @Test
    void countsTheRecordsThatWouldHaveBeenMaskedWhenOnlyInspecting() {
        WorkersMetrics metrics = new WorkersMetrics(Map.of());
        DlpTransform.Value<SinkRecord> transform = masking(
                "mode",
                "inspect",
                "rules",
                "m",
                "rules.m.fields",
                "email",
                "rules.m.info.types",
                "*",
                "rules.m.transform",
                "redact");
        transform.withPluginMetrics(metrics);

        transform.apply(record(CUSTOMER, customer()));
        transform.apply(record(CUSTOMER, null));
        transform.apply(record(CUSTOMER, customer().put("email", "none given")));

        assertThat(metrics.value("records-total")).isEqualTo(3L);
        assertThat(metrics.value("masked-records-total")).isEqualTo(1L);
    }

    @Test
    void namesMaskedFieldsInHeadersWithoutValues() {
        SinkRecord masked = apply(
                masking(
                        "audit.headers", "fields",
                        "policy.id", "customers@1",
                        "rules", "m,l",
                        "rules.m.fields", "email",
                        "rules.m.transform", "crypto-hash",
                        "rules.l.fields", "lines",
                        "rules.l.info.types", "*",
                        "rules.l.transform", "redact"),
                record(CUSTOMER, customer()));

        assertThat(masked.headers().lastWithName("millrace.dlp.policy").value()).isEqualTo("customers@1");
        assertThat(masked.headers().lastWithName("millrace.dlp.findings").value())
                .isEqualTo("PHONE_NUMBER=1");
        assertThat(masked.headers().lastWithName("millrace.masking").value())
                .isEqualTo("email:crypto-hash;lines[*].text:redact");
    }

    @Test
    void readsCloudDlpsOwnTemplates() {
        String policy = """
                {"deidentifyConfig": {"recordTransformations": {"fieldTransformations": [
                    {"fields": [{"name": "email"}], "primitiveTransformation":
                        {"cryptoDeterministicConfig": {"cryptoKey": {"transient": {"name": "k"}},
                                                       "surrogateInfoType": {"name": "EMAIL_TOKEN"}}}},
                    {"fields": [{"name": "lines.text"}], "infoTypeTransformations": {"transformations": [
                        {"infoTypes": [{"name": "PHONE_NUMBER"}],
                         "primitiveTransformation": {"characterMaskConfig": {"maskingCharacter": "#",
                            "charactersToIgnore": [{"commonCharactersToIgnore": "PUNCTUATION"}]}}}]}}],
                  "recordSuppressions": [{"condition": {"expressions": {"conditions": {"conditions": [
                    {"field": {"name": "id"}, "operator": "GREATER_THAN", "value": {"integerValue": "1000"}}]}}}}]}},
                 "inspectConfig": {"infoTypes": [{"name": "PHONE_NUMBER"}], "minLikelihood": "POSSIBLE"}}
                """;
        DlpTransform.Value<SinkRecord> transform = masking("policy", policy);

        Struct masked = valueOf(apply(transform, record(CUSTOMER, customer())));

        assertThat(masked.getString("email")).startsWith("EMAIL_TOKEN(");
        assertThat(masked.<Struct>getArray("lines").get(0).getString("text")).isEqualTo("call (###)####-####");
        assertThat(transform.apply(record(CUSTOMER, customer().put("id", 1001L))))
                .isNull();
    }

    @Test
    void bringsTokensBack() {
        String[] rules = {
            "rules", "email,card",
            "rules.email.fields", "email",
            "rules.email.transform", "crypto-deterministic",
            "rules.email.surrogate.info.type", "EMAIL_TOKEN",
            "rules.email.context", "id",
            "rules.card.fields", "card",
            "rules.card.transform", "crypto-replace-ffx-fpe"
        };
        SinkRecord masked = apply(masking(rules), record(CUSTOMER, customer()));

        Struct original = valueOf(requireNonNull(Transforms.reidentifying(rules).apply(masked)));

        assertThat(original.getString("email")).isEqualTo("alice@example.org");
        assertThat(original.getString("card")).isEqualTo("4111111111111111");
    }
}
