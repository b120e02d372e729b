// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apicurio.registry.utils.converter.avro.AvroData;
import io.apicurio.registry.utils.converter.avro.AvroDataConfig;
import io.millrace.connect.bigquery.Fixtures;
import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.RecordShapes;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.TableContent;
import io.millrace.connect.testkit.RandomRecords;
import io.millrace.connect.testkit.Seeded;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A registered Avro schema makes the table that the first record makes; AvroData is the converter's own translation. */
class AvroTranslationTest {
    private final AvroData converter = new AvroData(new AvroDataConfig(Map.of()));

    private static Schema translated(String avro) throws UntranslatableException {
        return AvroTranslation.of(avro, List.of(), ConverterSettings.DEFAULT);
    }

    private static TableShape shape(Schema value) {
        RecordShapes shapes =
                new RecordShapes(SchemaSettings.DEFAULT, new Changes(ChangeSettings.DEFAULT), TableContent.CHANGELOG);
        return shapes.wantedBy(new SinkRecord("t", 0, null, null, value, null, 0), null);
    }

    private Schema asConverted(String avro) {
        return converter.toConnectSchema(new org.apache.avro.Schema.Parser().parse(avro));
    }

    /** What the source's converter would have registered for these records. */
    private String registeredFor(Schema schema) {
        return converter.fromConnectSchema(schema).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "all_types-01-c",
                "plain-01-c",
                "pgflat/all_types-01-flat",
                "pgflat/plain-01-flat",
            })
    void makesTheTableThatDebeziumsFirstRecordMakes(String fixture) throws UntranslatableException {
        SinkRecord record = Fixtures.withSchemas().debezium(fixture);
        String avro = registeredFor(record.valueSchema());

        TableShape expected = shape(record.valueSchema());

        assertThat(shape(asConverted(avro))).isEqualTo(expected);
        assertThat(shape(translated(avro))).isEqualTo(expected);
    }

    @Test
    void readsTheKeyOfARecord() throws UntranslatableException {
        SinkRecord record = Fixtures.withSchemas().debezium("plain-01-c");

        Schema key = translated(registeredFor(record.keySchema()));

        assertThat(key.field("id").schema()).isEqualTo(Schema.INT32_SCHEMA);
    }

    @Test
    void makesTheTableOfTheFirstRecordForAnySchema() {
        Seeded.tries("registered Avro schemas", 300, random -> {
            Schema schema = new AvroNames().of(new RandomRecords(random).schema());
            String avro = registeredFor(schema);

            try {
                assertThat(shape(translated(avro))).as(avro).isEqualTo(shape(asConverted(avro)));
            } catch (UntranslatableException unclear) {
                throw new AssertionError(avro, unclear);
            }
        });
    }

    /** A random schema with names that Avro takes. */
    private static final class AvroNames {
        private int structs;

        Schema of(Schema schema) {
            SchemaBuilder copy = switch (schema.type()) {
                case ARRAY -> SchemaBuilder.array(of(schema.valueSchema()));
                case MAP -> SchemaBuilder.map(of(schema.keySchema()), of(schema.valueSchema()));
                default -> SchemaBuilder.type(schema.type());
            };
            boolean logical = schema.name() != null && schema.name().startsWith("io.debezium");
            if (schema.type() == Schema.Type.STRUCT) {
                copy.name(logical ? schema.name() : "test.S" + structs++);
                for (int i = 0; i < schema.fields().size(); i++) {
                    String name = logical ? schema.fields().get(i).name() : "f" + i;
                    copy.field(name, of(schema.fields().get(i).schema()));
                }
            } else {
                copy.name(schema.name());
            }
            if (schema.parameters() != null) {
                copy.parameters(schema.parameters());
            }
            copy.version(schema.version()).doc(schema.doc());
            return schema.isOptional() ? copy.optional().build() : copy.build();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'boolean'",
                "'int'",
                "{'type':'int','connect.type':'int8'}",
                "{'type':'int','connect.type':'int16'}",
                "{'type':'int','logicalType':'date'}",
                "{'type':'int','logicalType':'time-millis'}",
                "{'type':'int','logicalType':'unheard-of'}",
                "'long'",
                "{'type':'long','logicalType':'timestamp-millis'}",
                "{'type':'long','logicalType':'timestamp-micros'}",
                "{'type':'long','logicalType':'local-timestamp-millis'}",
                "{'type':'long','connect.name':'io.debezium.time.MicroTimestamp','connect.version':1}",
                "'float'",
                "'double'",
                "'string'",
                "{'type':'string','logicalType':'uuid'}",
                "{'type':'string','connect.name':'io.debezium.data.Json','connect.version':1}",
                "{'type':'string','connect.parameters':{'millrace.infotype':'EMAIL_ADDRESS'}}",
                "{'type':'string','connect.doc':'What a customer is called.'}",
                "'bytes'",
                "{'type':'bytes','logicalType':'decimal','precision':10,'scale':2}",
                "{'type':'bytes','logicalType':'decimal','precision':64,'scale':2}",
                "{'type':'bytes','logicalType':'decimal','precision':76,'scale':40}",
                "{'type':'bytes','logicalType':'decimal','precision':9,'connect.name':'org.apache.kafka.connect.data.Decimal',"
                        + "'connect.version':1,'connect.parameters':{'scale':'0','connect.decimal.precision':'9'}}",
                "{'type':'fixed','name':'Hash','size':16}",
                "{'type':'enum','name':'Mood','symbols':['SAD','HAPPY']}",
                "{'type':'array','items':'long'}",
                "{'type':'array','items':['null','string']}",
                "{'type':'array','items':{'type':'array','items':'int'}}",
                "{'type':'map','values':'double'}",
                "{'type':'map','values':['null',{'type':'record','name':'M','fields':[{'name':'a','type':'int'}]}]}",
                "{'type':'array','items':{'type':'record','name':'MapEntry','namespace':'io.confluent.connect.avro',"
                        + "'fields':[{'name':'key','type':'int'},{'name':'value','type':'string'}]}}",
                "{'type':'array','items':{'type':'record','name':'E','connect.internal.type':'MapEntry',"
                        + "'fields':[{'name':'key','type':'int'},{'name':'value','type':'string'}]}}",
                "{'type':'record','name':'Inner','namespace':'a.b','fields':[{'name':'x','type':['null','int'],"
                        + "'default':null},{'name':'y','type':{'type':'enum','name':'C','symbols':['R']},'default':'R'}]}",
                "['null','string']",
                "['string','null']",
                "['int','string']",
                "['null','int','string',{'type':'record','name':'R','namespace':'a.b','fields':[{'name':'z','type':'int'}]}]",
            })
    void translatesEveryFormAsTheConverterDoes(String type) throws UntranslatableException {
        String avro = ("{'type':'record','name':'Row','namespace':'shop','fields':[{'name':'id','type':'long'},"
                        + "{'name':'f','type':" + type + "},{'name':'n','type':['null','int'],'default':null}]}")
                .replace('\'', '"');

        assertThat(shape(translated(avro))).isEqualTo(shape(asConverted(avro)));
    }

    @Test
    void keepsWhatTheSinkUnderstandsByName() throws UntranslatableException {
        Schema schema = translated("""
                {"type":"record","name":"Row","fields":[
                  {"name":"d","type":{"type":"int","logicalType":"date"}},
                  {"name":"t","type":{"type":"int","logicalType":"time-millis"}},
                  {"name":"ts","type":["null",{"type":"long","logicalType":"timestamp-millis"}]},
                  {"name":"m","type":{"type":"bytes","logicalType":"decimal","precision":12,"scale":3}},
                  {"name":"x","type":{"type":"fixed","name":"Money","size":8,"logicalType":"decimal","precision":12,
                    "scale":3}}]}
                """);

        assertThat(schema.field("d").schema()).isEqualTo(Date.SCHEMA);
        assertThat(schema.field("t").schema()).isEqualTo(Time.SCHEMA);
        assertThat(schema.field("ts").schema())
                .isEqualTo(Timestamp.builder().optional().build());
        assertThat(schema.field("m").schema())
                .isEqualTo(schema.field("x").schema())
                .isEqualTo(Decimal.builder(3)
                        .parameter("connect.decimal.precision", "12")
                        .build());
    }

    @Test
    void takesAFieldsOwnParameters() throws UntranslatableException {
        Schema schema = translated("{'type':'record','name':'Row','fields':[{'name':'f','type':['null','string'],"
                .replace('\'', '"')
                .concat("'connect.parameters':{'millrace.infotype':'IBAN_CODE'}}]}".replace('\'', '"')));

        Column column = shape(schema).columns().get(0);

        assertThat(column.infoType()).isEqualTo("IBAN_CODE");
    }

    @Test
    void followsTheConvertersSettings() throws UntranslatableException {
        String avro = """
                {"type":"record","name":"Row","fields":[
                  {"name":"u","type":["int",{"type":"record","name":"R","namespace":"a.b",
                    "fields":[{"name":"z","type":"int"}]}]},
                  {"name":"one","type":["long"],"doc":"The only one."}]}
                """;

        Schema full = AvroTranslation.of(avro, List.of(), new ConverterSettings(true, false, false, false, false));
        Schema sums = AvroTranslation.of(avro, List.of(), new ConverterSettings(false, true, true, false, true));

        assertThat(full.field("u").schema().field("a.b.R")).isNotNull();
        assertThat(full.field("one").schema()).isEqualTo(Schema.INT64_SCHEMA);
        assertThat(sums.field("u").schema().name()).isEqualTo("connect_union_0");
        assertThat(sums.field("u").schema().field("connect_union_field_1")).isNotNull();
        assertThat(sums.field("one").schema().type()).isEqualTo(Schema.Type.STRUCT);
    }

    @Test
    void takesDocsWhereTheConverterDoes() throws UntranslatableException {
        String avro =
                "{\"type\":\"record\",\"name\":\"Row\",\"fields\":[{\"name\":\"f\",\"type\":\"int\",\"doc\":\"A.\"}]}";

        Schema plain = translated(avro);
        Schema docs = AvroTranslation.of(avro, List.of(), new ConverterSettings(false, false, false, false, true));

        assertThat(plain.field("f").schema().doc()).isNull();
        assertThat(docs.field("f").schema().doc()).isEqualTo("A.");
    }

    @Test
    void findsTypesInTheSchemasThatAreReferredTo() throws UntranslatableException {
        String address =
                "{\"type\":\"record\",\"name\":\"a.Address\",\"fields\":[{\"name\":\"zip\",\"type\":\"string\"}]}";
        String row = "{\"type\":\"record\",\"name\":\"Row\",\"fields\":[{\"name\":\"home\",\"type\":\"a.Address\"}]}";

        Schema schema = AvroTranslation.of(row, List.of(address), ConverterSettings.DEFAULT);

        assertThat(schema.field("home").schema().field("zip").schema()).isEqualTo(Schema.STRING_SCHEMA);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    ['null','Row']                                                        | field f contains itself, by record Row
                    {'type':'array','items':['null','Row']}                               | field f contains itself
                    'null'                                                                | field f is null
                    {'type':'int','connect.type':'int128'}                                | connect.type int128
                    {'type':'int','logicalType':'date','connect.name':'io.debezium.time.Date'} | both org.apache.kafka
                    {'type':'int','logicalType':'date','connect.version':2}               | no Connect schema can be made
                    ['int','Missing']                                                     | no Avro schema that can be read
                    """)
    void saysWhyItCannotTell(String type, String says) {
        String avro = ("{'type':'record','name':'Row','fields':[{'name':'f','type':" + type + "}]}").replace('\'', '"');

        assertThatThrownBy(() -> translated(avro))
                .isInstanceOf(UntranslatableException.class)
                .hasMessageContaining(says);
    }
}
