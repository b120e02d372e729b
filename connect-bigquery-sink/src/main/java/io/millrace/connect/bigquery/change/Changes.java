// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import io.millrace.connect.kit.debezium.Envelope;
import io.millrace.connect.kit.memo.Memo;
import io.millrace.connect.kit.memo.SchemaKey;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Reads records as rows or as changes of rows. One per task; what it learns about a schema it keeps by reference. */
public final class Changes {
    private final ChangeSettings settings;
    private final RecordValues values = new RecordValues();
    private final LogicalMessages messages = new LogicalMessages();
    private final RowKeys keys;
    private final ChangeOrder order;
    private final UnsentValues unsent;
    /** Converters that make a schema for each record fill it with what never comes again, so it is apart. */
    private final Memo<SameSchemas, Learned> byReference = new Memo<>(Learned::weight);

    private final Memo<EqualSchemas, Learned> byContent = new Memo<>(Learned::weight);
    private final Memo<Form, Reading> schemaless = new Memo<>(reading -> 0);
    /** By topic, for transforms that make a schema for every record: most are equal to the one before of their topic. */
    private final Memo<String, Last> lastOfTopics = new Memo<>(Last::weight);

    private @Nullable Last last;

    public Changes(ChangeSettings settings) {
        this.settings = settings;
        this.keys = new RowKeys(settings.primaryKey());
        this.order = new ChangeOrder(settings.topicEpoch());
        this.unsent = new UnsentValues(
                settings.unavailable(),
                settings.placeholder(),
                settings.mode().isKeyed() && settings.format() != RecordFormat.PLAIN);
    }

    /** What becomes of values that the source did not send. */
    public UnsentValues unsent() {
        return unsent;
    }

    /** In which order changes are. */
    public ChangeOrder order() {
        return order;
    }

    /** What identifies the rows of records. */
    public RowKeys keys() {
        return keys;
    }

    /** Whether a record is a message that an application wrote into its database's log: there is no row in it. */
    boolean isMessage(SinkRecord record) {
        if (settings.format() == RecordFormat.PLAIN) {
            return false;
        }
        try {
            return messages.is(values.of(record));
        } catch (DataException noFields) {
            return false; // it is refused when its row is made
        }
    }

    /**
     * How the row is taken out of a record: the same object for the same schemas.
     *
     * @throws DataException if no row can be taken out of such a record, or it is no change and must be one
     */
    public Reading read(SinkRecord record) {
        Schema schema = record.valueSchema();
        Schema keySchema = record.keySchema();
        if (last != null && last.isOf(schema, keySchema)) {
            return last.reading;
        }
        if (schema == null || schema.type() != Schema.Type.STRUCT) {
            return record.value() == null ? readKey(record) : readFields(record);
        }
        last = lastOf(record.topic(), schema, keySchema);
        return last.reading;
    }

    private Last lastOf(String topic, Schema schema, @Nullable Schema keySchema) {
        Last before = lastOfTopics.known(topic);
        if (before != null && before.isOf(schema, keySchema)) {
            return before;
        }
        SameSchemas schemas = new SameSchemas(schema, keySchema);
        Learned known = byReference.known(schemas);
        if (known == null && before != null && before.isLike(schema, keySchema)) {
            return before.now(schema, keySchema, before.reading);
        }
        Learned learned = known == null ? byReference.get(schemas, first -> learn(first.value(), first.key())) : known;
        Reading reading = learned.reading();
        return lastOfTopics
                .get(topic, first -> new Last(schema, keySchema, reading, learned.weight()))
                .now(schema, keySchema, reading);
    }

    private Learned learn(Schema schema, @Nullable Schema keySchema) {
        SchemaKey value = SchemaKey.of(schema);
        SchemaKey key = keySchema == null ? null : SchemaKey.of(keySchema);
        return byContent.get(new EqualSchemas(value, key), schemas -> learn(schemas));
    }

    /** Works out once, too, that such records are refused: a stream of them must not cost more than the good ones. */
    private Learned learn(EqualSchemas schemas) {
        Schema key = schemas.key() == null ? null : schemas.key().schema();
        try {
            SchemaCycle.refuse(schemas.value().schema());
            SchemaCycle.refuse(key);
            return new Learned(readingOf(schemas.value().schema(), key), null, schemas.weight());
        } catch (DataException refused) {
            return new Learned(null, refused.getMessage(), schemas.weight());
        }
    }

    /** Whether records of such a schema are those that Debezium writes for itself, and are left out. */
    public boolean skips(Schema schema) {
        return settings.skipsInternal() && InternalRecords.is(schema);
    }

    private Reading readingOf(Schema schema, @Nullable Schema keySchema) {
        if (skips(schema)) { // asked ahead of records, which are skipped
            throw new DataException(
                    "records of " + schema.name() + " are skipped, as debezium.internal.topics says; land takes them");
        }
        if (settings.format() != RecordFormat.PLAIN && Envelope.is(schema)) {
            return new EnvelopeReading(values, Envelope.row(schema), keySchema);
        }
        if (settings.format() != RecordFormat.PLAIN && FlattenedReading.recognises(schema)) {
            return new FlattenedReading(values, schema, keySchema);
        }
        refusePlainWhereChangesAreDue();
        return new PlainReading(values, schema, keySchema);
    }

    private Reading readKey(SinkRecord record) {
        return schemaless(new Form("key", record.keySchema()), form -> new KeyReading(values, form.keySchema()));
    }

    private Reading readFields(SinkRecord record) {
        Object value = values.of(record);
        Map<?, ?> fields = value instanceof Map<?, ?> map ? map : Map.of();
        if (settings.format() != RecordFormat.PLAIN && Envelope.is(fields)) {
            return schemaless(
                    new Form("envelope", record.keySchema()),
                    form -> new EnvelopeReading(values, null, form.keySchema()));
        }
        if (settings.format() != RecordFormat.PLAIN && FlattenedReading.recognises(fields)) {
            return schemaless(
                    new Form("flattened", record.keySchema()),
                    form -> new FlattenedReading(values, null, form.keySchema()));
        }
        refusePlainWhereChangesAreDue();
        return schemaless(
                new Form("plain", record.keySchema()), form -> new PlainReading(values, null, form.keySchema()));
    }

    private Reading schemaless(Form form, Function<Form, Reading> made) {
        return schemaless.get(form, made);
    }

    private void refusePlainWhereChangesAreDue() {
        if (settings.format() == RecordFormat.DEBEZIUM) {
            throw new DataException(
                    "the record is neither a Debezium envelope around structs nor flattened by ExtractNewRecordState"
                            + " with __op or __deleted, and record.format=debezium; auto takes it as it is");
        }
    }

    private record EqualSchemas(SchemaKey value, @Nullable SchemaKey key) {
        long weight() {
            return value.weight() + (key == null ? 0 : key.weight());
        }
    }

    /**
     * What is known of a pair of schemas.
     *
     * @param known null if such records are refused
     * @param refusal why, for people
     * @param weight about what the schemas hold, in bytes
     */
    private record Learned(
            @Nullable Reading known, @Nullable String refusal, long weight) {
        Reading reading() {
            if (known == null) {
                throw new DataException(refusal);
            }
            return known;
        }
    }

    /** The last record's schemas, and how it was read. */
    private static final class Last {
        private final long weight;
        private Schema value;
        private @Nullable Schema key;
        private Reading reading;

        Last(Schema value, @Nullable Schema key, Reading reading, long weight) {
            this.value = value;
            this.key = key;
            this.reading = reading;
            this.weight = weight;
        }

        boolean isOf(@Nullable Schema otherValue, @Nullable Schema otherKey) {
            return value == otherValue && key == otherKey;
        }

        /** Whether a transform made the schemas anew, as some do for every record. */
        boolean isLike(Schema otherValue, @Nullable Schema otherKey) {
            Schema own = key;
            return SchemaKey.isSame(value, otherValue)
                    && (own == otherKey || (own != null && otherKey != null && SchemaKey.isSame(own, otherKey)));
        }

        Last now(Schema newValue, @Nullable Schema newKey, Reading newReading) {
            value = newValue;
            key = newKey;
            reading = newReading;
            return this;
        }

        long weight() {
            return weight;
        }
    }

    private record Form(String name, @Nullable Schema keySchema) {}

    private record SameSchemas(Schema value, @Nullable Schema key) {
        @Override
        public boolean equals(Object other) {
            return other instanceof SameSchemas that && value == that.value && key == that.key;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(value) * 31 + System.identityHashCode(key);
        }
    }
}
