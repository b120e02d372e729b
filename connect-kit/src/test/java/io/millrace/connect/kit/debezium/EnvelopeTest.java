// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final Schema ROW =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).optional().build();
    private static final Schema SOURCE =
            SchemaBuilder.struct().field("table", Schema.STRING_SCHEMA).build();

    private static SchemaBuilder event(Schema after) {
        return SchemaBuilder.struct().field("op", Schema.STRING_SCHEMA).field("after", after);
    }

    @Test
    void isAChangeAroundStructs() {
        assertThat(Envelope.is(
                        event(ROW).field("before", ROW).field("source", SOURCE).build()))
                .isTrue();
        assertThat(Envelope.is(event(ROW).field("source", SOURCE).build()))
                .as("no before")
                .isTrue();
        assertThat(Envelope.is(event(ROW).name("pg.orders.Envelope").build()))
                .as("no source")
                .isTrue();
    }

    @Test
    void isNothingElse() {
        assertThat(Envelope.is((Schema) null)).isFalse();
        assertThat(Envelope.is(Schema.STRING_SCHEMA)).isFalse();
        assertThat(Envelope.is(event(ROW).name("pg.orders.Value").build())).isFalse();
        assertThat(Envelope.is(event(Schema.OPTIONAL_STRING_SCHEMA)
                        .field("source", SOURCE)
                        .build()))
                .as("MongoDB's text")
                .isFalse();
        assertThat(Envelope.is(event(ROW)
                        .field("before", Schema.OPTIONAL_STRING_SCHEMA)
                        .field("source", SOURCE)
                        .build()))
                .isFalse();
        assertThat(Envelope.is(SchemaBuilder.struct()
                        .field("op", Schema.INT32_SCHEMA)
                        .field("after", ROW)
                        .field("source", SOURCE)
                        .build()))
                .as("somebody's own op")
                .isFalse();
    }

    @Test
    void hasTheRowsSchemaInside() {
        assertThat(Envelope.row(event(ROW).field("source", SOURCE).build())).isEqualTo(ROW);
        assertThat(Envelope.row(ROW)).isEqualTo(ROW);
        assertThat(Envelope.row(null)).isNull();
    }

    @Test
    void isFoundWithoutASchemaToo() {
        Map<String, Object> event = new HashMap<>(Map.of("op", "d", "source", Map.of()));

        assertThat(Envelope.is(event)).as("neither image").isFalse();
        event.put("after", null);
        assertThat(Envelope.is(event)).isTrue();
        event.put("before", "{}");
        assertThat(Envelope.is(event)).as("MongoDB's text").isFalse();
        event.put("before", Map.of("id", 7));
        assertThat(Envelope.is(event)).isTrue();
        event.remove("source");
        assertThat(Envelope.is(event)).isFalse();
    }

    @Test
    void aDeleteWithoutSchemaIsAroundObjectsUnlessItIsOfMongoDb() {
        Map<String, Object> delete = new HashMap<>();
        delete.put("before", null);
        delete.put("after", null);
        delete.put("op", "d");
        delete.put("source", Map.of("connector", "postgresql"));
        assertThat(Envelope.is(delete)).as("REPLICA IDENTITY NOTHING").isTrue();

        delete.put("source", Map.of("connector", "mongodb"));
        assertThat(Envelope.is(delete)).isFalse();
    }
}
