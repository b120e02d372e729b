// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;

/** Masks {@code email} in every second record, and says so in the header as the masking transform does. */
record SaysMasked(String header) implements Transformation<SinkRecord> {
    @Override
    public SinkRecord apply(SinkRecord record) {
        if (record.kafkaOffset() % 2 == 1) {
            return record;
        }
        SinkRecord masked = record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                null,
                null,
                record.valueSchema(),
                masked(record.valueSchema(), record.value()),
                record.timestamp());
        masked.headers().addString("millrace.masking", header);
        return masked;
    }

    private static Object masked(Schema schema, Object value) {
        String text = new String("ann [EMAIL_ADDRESS]");
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new HashMap<>(map);
            copy.put("email", text);
            return copy;
        }
        Struct copy = new Struct(schema);
        schema.fields().forEach(field -> copy.put(field, ((Struct) value).get(field)));
        return copy.put("email", text);
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
}
