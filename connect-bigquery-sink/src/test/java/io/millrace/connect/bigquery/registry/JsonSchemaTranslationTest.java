// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What records look like whose JSON Schema is registered, by the rules of Confluent's JsonSchemaConverter. */
class JsonSchemaTranslationTest {
    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    private static Schema translated(String json, ConverterSettings settings) throws UntranslatableException {
        JsonDocuments documents = new JsonDocuments();
        documents.add(
                "address.json",
                quoted(
                        "{'type':'object','properties':{'zip':{'$ref':'#/$defs/zip'}},'$defs':{'zip':{'type':'string'}}}"));
        return JsonSchemaTranslation.of(quoted(json), documents, settings);
    }

    private static Schema field(String json) throws UntranslatableException {
        String row = "{'type':'object','properties':{'f':" + json + "},"
                + "'definitions':{'size':{'type':'integer','connect.type':'int16'}}}";
        return translated(row, ConverterSettings.DEFAULT).field("f").schema();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'type':'boolean'}                                                | BOOLEAN | false
                    {'type':'integer'}                                                | INT64   | false
                    {'type':'integer','connect.type':'int8'}                          | INT8    | false
                    {'type':'integer','connect.type':'int16'}                         | INT16   | false
                    {'type':'integer','connect.type':'int32'}                         | INT32   | false
                    {'type':'integer','connect.type':'int64'}                         | INT64   | false
                    {'type':'number'}                                                 | FLOAT64 | false
                    {'type':'number','connect.type':'float32'}                        | FLOAT32 | false
                    {'type':'number','connect.type':'float64'}                        | FLOAT64 | false
                    {'type':'string'}                                                 | STRING  | false
                    {'type':'string','format':'date-time'}                            | STRING  | false
                    {'type':'string','connect.type':'bytes'}                          | BYTES   | false
                    {'enum':['a','b']}                                                | STRING  | false
                    {'const':1}                                                       | STRING  | false
                    {'type':'string','enum':['a','b']}                                | STRING  | false
                    {'type':'integer','enum':[1,2]}                                   | INT64   | false
                    {'type':'number','const':1.5}                                     | FLOAT64 | false
                    {'type':['string']}                                               | STRING  | false
                    {'type':['null','integer']}                                       | INT64   | true
                    {'type':['null','object'],'properties':{'a':{'type':'string'}}}   | STRUCT  | true
                    {'oneOf':[{'type':'null'},{'type':'number','connect.type':'float32'}]} | FLOAT32 | true
                    {'anyOf':[{'type':'string'},{'type':'null'}]}                     | STRING  | true
                    {'oneOf':[{'type':'boolean'}]}                                    | BOOLEAN | false
                    {'oneOf':[{'type':'integer'},{'type':'string'}]}                  | STRUCT  | false
                    {'oneOf':[{'type':'null'},{'type':'integer'},{'type':'string'}]}  | STRUCT  | true
                    {'allOf':[{'type':'integer'}]}                                    | INT64   | false
                    {'allOf':[{'$ref':'#/definitions/size'},{'description':'x'}]}     | INT16   | false
                    {'type':'object','properties':{}}                                 | STRUCT  | false
                    {'properties':{'a':{'type':'string'}}}                            | STRUCT  | false
                    {'type':'array','items':{'type':'string'}}                        | ARRAY   | false
                    {'type':'object','connect.type':'map','additionalProperties':{'type':'integer'}} | MAP | false
                    {'type':'array','connect.type':'map','items':{'type':'object','properties':{'key':{'type':'integer'},'value':{'type':'string'}}}} | MAP | false
                    {'$ref':'#/definitions/size'}                                     | INT16   | false
                    {'$ref':'address.json'}                                           | STRUCT  | false
                    {'$ref':'address.json#/$defs/zip'}                                | STRING  | false
                    """)
    void translatesEveryForm(String json, Schema.Type type, boolean optional) throws UntranslatableException {
        Schema schema = field(json);

        assertThat(schema.type()).isEqualTo(type);
        assertThat(schema.isOptional()).isEqualTo(optional);
    }

    @Test
    void keepsWhatConnectWroteDown() throws UntranslatableException {
        Schema decimal =
                field("{'oneOf':[{'type':'null'},{'type':'number','title':'org.apache.kafka.connect.data.Decimal',"
                        + "'connect.type':'bytes','connect.version':1,'connect.parameters':{'scale':'2'}}]}");
        Schema time =
                field("{'type':'integer','title':'org.apache.kafka.connect.data.Timestamp','connect.type':'int64',"
                        + "'connect.version':1,'description':'When.'}");

        assertThat(decimal).isEqualTo(Decimal.builder(2).optional().build());
        assertThat(time).isEqualTo(Timestamp.builder().doc("When.").build());
    }

    @Test
    void ordersFieldsAsConnectDid() throws UntranslatableException {
        Schema row = translated(
                "{'type':'object','properties':{'b':{'type':'string','connect.index':1},"
                        + "'a':{'type':'string','connect.index':0},'c':{'type':'string','connect.index':2}}}",
                ConverterSettings.DEFAULT);

        assertThat(row.fields()).extracting(Field::name).containsExactly("a", "b", "c");
    }

    @Test
    void joinsTheObjectsOfAnAllOf() throws UntranslatableException {
        Schema row = translated(
                "{'allOf':[{'$ref':'address.json'},{'type':'object','properties':{'id':{'type':'integer'}},"
                        + "'required':['id']}]}",
                new ConverterSettings(false, false, false, true, false));

        assertThat(row.field("zip").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(row.field("id").schema()).isEqualTo(Schema.INT64_SCHEMA);
    }

    @Test
    void followsTheConvertersSettings() throws UntranslatableException {
        String json = "{'type':'object','required':['id'],'properties':{'id':{'type':'integer'},'n':{'type':'string'},"
                + "'u':{'oneOf':[{'type':'string'},{'type':'null'},{'type':'integer'}]}}}";

        Schema plain = translated(json, ConverterSettings.DEFAULT);
        Schema other = translated(json, new ConverterSettings(false, true, false, true, false));

        assertThat(plain.field("n").schema()).isEqualTo(Schema.STRING_SCHEMA);
        assertThat(plain.field("u").schema())
                .isEqualTo(SchemaBuilder.struct()
                        .name("io.confluent.connect.json.OneOf")
                        .field("io.confluent.connect.json.OneOf.field.0", Schema.OPTIONAL_STRING_SCHEMA)
                        .field("io.confluent.connect.json.OneOf.field.1", Schema.OPTIONAL_INT64_SCHEMA)
                        .optional()
                        .build());
        assertThat(other.field("id").schema()).isEqualTo(Schema.INT64_SCHEMA);
        assertThat(other.field("n").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(other.field("u").schema().fields())
                .extracting(Field::name)
                .containsExactly("connect_union_field_0", "connect_union_field_1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'$ref':'#'}                                        | field f contains itself
                    {'type':'array','items':{'$ref':'#'}}               | field f contains itself
                    {'allOf':[{'$ref':'#'},{'type':'object'}]}          | contains itself
                    {'$ref':'other.json'}                               | $ref other.json leads nowhere
                    {'$ref':'#/definitions/none'}                       | leads nowhere
                    {'$ref':'#anchor'}                                  | leads nowhere
                    {}                                                  | field f says no type
                    true                                                | field f says no type
                    {'description':'anything'}                          | field f says no type
                    {'type':'null'}                                     | field f is of type null
                    {'type':'array'}                                    | without one schema for its items
                    {'type':'array','items':[{'type':'string'}]}        | without one schema for its items
                    {'type':'object','connect.type':'map'}              | says no type
                    {'type':'integer','connect.type':'uint8'}           | connect.type uint8
                    {'type':'boolean','const':true}                     | says no type, or several
                    {'allOf':[{'type':'string'},{'type':'integer'}]}    | says no type, or several
                    {'type':'string','title':'a','connect.type':'bytes' | no JSON Schema that can be read
                    """)
    void saysWhyItCannotTell(String json, String says) {
        assertThatThrownBy(() -> field(json))
                .isInstanceOf(UntranslatableException.class)
                .hasMessageContaining(says);
    }
}
