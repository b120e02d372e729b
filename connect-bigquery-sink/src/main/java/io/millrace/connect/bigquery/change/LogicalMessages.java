// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import io.millrace.connect.kit.debezium.Envelope;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Knows Debezium's records of messages that an application wrote into its database's log: {@code op=m} and {@code message} in
 * place of a row (debezium.io/documentation/reference/3.3/connectors/postgresql.html#postgresql-message-events, 2026-08). Task
 * thread.
 */
final class LogicalMessages {
    private static final String OP = Envelope.OP;
    private static final String MESSAGE = "message";
    private static final String PREFIX = "prefix";
    private static final String CONTENT = "content";

    private @Nullable Schema lastSchema;
    private boolean last;

    /** Whether a value is one: a Struct or a Map. */
    @SuppressWarnings("ReferenceEquality") // a hit spares a look; a miss is only slower
    boolean is(Object value) {
        if (value instanceof Struct struct) {
            if (struct.schema() != lastSchema) {
                last = mayBe(struct.schema());
                lastSchema = struct.schema();
            }
            return last && "m".equals(RecordValues.field(struct, OP));
        }
        return value instanceof Map<?, ?> map
                && "m".equals(map.get(OP))
                && map.get(Envelope.SOURCE) instanceof Map
                && map.get(MESSAGE) instanceof Map<?, ?> message
                && message.containsKey(PREFIX)
                && message.containsKey(CONTENT);
    }

    private static boolean mayBe(Schema schema) {
        Field op = schema.field(OP);
        Field message = schema.field(MESSAGE);
        Field source = schema.field(Envelope.SOURCE);
        return op != null
                && op.schema().type() == Schema.Type.STRING
                && message != null
                && message.schema().type() == Schema.Type.STRUCT
                && message.schema().field(PREFIX) != null
                && message.schema().field(CONTENT) != null
                && source != null
                && source.schema().type() == Schema.Type.STRUCT;
    }
}
