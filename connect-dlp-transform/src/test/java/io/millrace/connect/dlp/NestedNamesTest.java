// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.masking;
import static io.millrace.connect.dlp.Transforms.record;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A value in a record is called by its own name, else by what stands beside it and around it. */
class NestedNamesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] EVERYTHING = {
        "rules", "r", "rules.r.fields", "**", "rules.r.info.types", "*", "rules.r.transform", "replace-with-info-type"
    };

    /** Objects of which each text beginning with a mark is found; the mark is not part of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'card':{'number':'!4556737586899855'}}",
                "{'card':{'number':{'value':'!4556737586899855'}}}",
                "{'cards':[{'number':'!4556737586899855','exp':'12/28'},{'number':'!4716108999716531'}]}",
                "{'ssn':{'value':'!219099997'}}",
                "{'ssn':{'issued':'1999','value':'!219099997'}}",
                "{'env':[{'name':'DB_PASSWORD','value':'!hunter2x'},{'name':'HOME','value':'hunter2x'}]}",
                "{'env':[{'Name':'DB_PASSWORD','Type':'String','Value':'!hunter2x'}]}",
                "{'value':'!hunter2x','name':'DB_PASSWORD'}",
                "{'kv':{'key':'password','value':'!hunter2x'}}",
                "{'person':{'ids':[{'type':'ssn','value':'!219099997'},{'type':'loyalty','value':'219099997'}]}}",
                "{'telecom':[{'system':'phone','value':'!6502530199','use':'home'}]}",
                "{'phone':{'country':'US','type':'mobile','number':'!6502530199'}}",
                "{'phone':{'home':'!6502530199','work':'!6502530188'}}",
                "{'phones':{'primary':['!6502530199']}}",
                "{'password':{'old':'!hunter1x','new':'!hunter2x'}}",
                "{'tokens':{'github':'!a8Kd0QpL3mZx7VbN2cRt','gitlab':'!b8Kd0QpL3mZx7VbN2cRt'}}",
                "{'passwords':{'jane':'!hunter2x','policy':'strong'}}",
                "{'app':{'apiKeys':{'shop':'!a8Kd0QpL3mZx7VbN2cRt','count':'3'}}}",
                "{'db_secrets':{'github':{'value':'!a8Kd0QpL3mZx7VbN2cRt'}}}",
                "{'field':'password','old':'!hunter1x','new':'!hunter2x'}",
                "{'fieldName':'password','oldValue':'!hunter1x','newValue':'!hunter2x'}",
                "{'op':'replace','path':'/user/password','value':'!hunter2x'}",
                "{'names':{'jane':'hunter2x'},'field':'city','old':'hunter1x','new':'hunter2x'}",
                "{'contact':{'phone':{'mobile':'!6502530199'}}}",
                "{'birth':{'date':'!1985-07-04'}}",
                "{'order':{'id':'4556737586899855'},'card':{'number':'!4556737586899855'}}",
                "{'order':{'number':'4556-7375-8689-9855'}}",
                "{'contact':{'id':'47058793'},'call':{'id':'47058793'}}",
                "{'card':{'order_id':'4556737586899855','last_seen':'1710242820'}}",
                "{'phone':{'model':'12345678','verified_at':'1710242820'}}",
                "{'metrics':[{'name':'call_count','value':'1710242820'}]}",
                "{'house':{'number':'12345678'}}",
                "{'ssn':'!219099997','phone':{'id':'219099997'}}"
            })
    void isFoundInRecordsWithAndWithoutASchema(String object) throws Exception {
        String json = object.replace('\'', '"');
        Object plain = JSON.readValue(json.replace("!", ""), Object.class);
        String before = JSON.writeValueAsString(plain);

        String schemaless = JSON.writeValueAsString(masked(null, plain));
        Struct struct = (Struct) requireNonNull(value(plain, schema(plain)));
        String withSchema = JSON.writeValueAsString(plain(masked(struct.schema(), struct)));

        String pattern = java.util.regex.Pattern.quote(json).replaceAll("!\\w[\\w-]*", "\\\\E\\\\[[A-Z_]+\\\\]\\\\Q");
        assertThat(schemaless).as(before).matches(pattern);
        assertThat(withSchema).as(before).matches(pattern);
    }

    @Test
    void isFoundInNumbersOfEveryType() {
        Schema schema = SchemaBuilder.struct()
                .field(
                        "ssn",
                        SchemaBuilder.struct().field("value", Decimal.schema(2)).build())
                .field("phone", Schema.OPTIONAL_FLOAT64_SCHEMA)
                .field("amount", Decimal.schema(2))
                .build();
        Struct value = new Struct(schema)
                .put("ssn", new Struct(schema.field("ssn").schema()).put("value", new BigDecimal("219099997.00")))
                .put("phone", 6502530199.0)
                .put("amount", new BigDecimal("219099997.00"));
        String[] numbers = {
            "rules",
            "r",
            "rules.r.fields",
            "**",
            "rules.r.info.types",
            "*",
            "rules.r.transform",
            "redact",
            "scan.numbers",
            "true"
        };

        Struct masked = (Struct)
                requireNonNull(masking(numbers).apply(record(schema, value))).value();

        assertThat(masked.getStruct("ssn").get("value")).isEqualTo(new BigDecimal("0.00"));
        assertThat(masked.get("phone")).isNull();
        assertThat(masked.get("amount")).isEqualTo(new BigDecimal("219099997.00"));
    }

    /** Keys of a map with a schema are names. */
    @Test
    void isFoundInMapsByTheirKeysOrTheirOwnName() {
        Schema map =
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build();
        Schema schema = SchemaBuilder.struct()
                .field("phones", map)
                .field("settings", map)
                .build();
        Struct value = new Struct(schema)
                .put("phones", Map.of("home", "6502530199", "created_at", "1710242820"))
                .put("settings", Map.of("db.password", "hunter2x", "home", "6502530199"));

        Struct masked = (Struct) masked(schema, value);

        assertThat(masked.getMap("phones")).isEqualTo(Map.of("home", "[PHONE_NUMBER]", "created_at", "1710242820"));
        assertThat(masked.getMap("settings")).isEqualTo(Map.of("db.password", "[PASSWORD]", "home", "6502530199"));
    }

    private static Object masked(@Nullable Schema schema, Object value) {
        return requireNonNull(masking(EVERYTHING).apply(record(schema, value))).value();
    }

    private static Schema schema(Object value) {
        if (value instanceof Map<?, ?> map) {
            SchemaBuilder struct = SchemaBuilder.struct().optional();
            map.forEach((name, each) -> struct.field((String) name, schema(each)));
            return struct.build();
        }
        if (value instanceof List<?> list) {
            return SchemaBuilder.array(schema(list.get(0))).optional().build();
        }
        return Schema.OPTIONAL_STRING_SCHEMA;
    }

    private static @Nullable Object value(@Nullable Object value, Schema schema) {
        if (value instanceof Map<?, ?> map) {
            Struct struct = new Struct(schema);
            schema.fields().forEach(field -> struct.put(field, value(map.get(field.name()), field.schema())));
            return struct;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> values = new ArrayList<>();
            list.forEach(each -> values.add(value(each, schema.valueSchema())));
            return values;
        }
        return value;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Struct struct) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (Field field : struct.schema().fields()) {
                Object each = struct.get(field);
                if (each != null) {
                    map.put(field.name(), plain(each));
                }
            }
            return map;
        }
        return value instanceof List<?> list
                ? list.stream().map(NestedNamesTest::plain).toList()
                : value;
    }
}
