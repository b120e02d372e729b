// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.registry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.SchemaBuilderException;
import org.jspecify.annotations.Nullable;

/**
 * An Avro schema as the Connect schema that Confluent's AvroConverter (8.x, and Apicurio's, which descends from it) gives
 * its records. Only what a table shows is kept: types, logical names, parameters, docs, and what may be null; no defaults,
 * and none of the parameters by which the converter finds its way back.
 */
final class AvroTranslation {
    private static final String NAMESPACE = "io.confluent.connect.avro";
    private static final String MAP_ENTRY = "MapEntry";
    /** The converter leaves this precision out. */
    private static final int UNSAID_PRECISION = 64;

    private final ConverterSettings settings;
    /** The records around the present place, and the fields that lead there. */
    private final Deque<String> open = new ArrayDeque<>();

    private final Deque<String> path = new ArrayDeque<>();
    /** Records can be referred to any number of times, and are translated once. */
    private final IdentityHashMap<org.apache.avro.Schema, List<Field>> records = new IdentityHashMap<>();

    private int depth;
    private int unions;

    private AvroTranslation(ConverterSettings settings) {
        this.settings = settings;
    }

    /** @param referred schemas that the text refers to, each after those that it refers to itself */
    static Schema of(String text, List<String> referred, ConverterSettings settings) throws UntranslatableException {
        org.apache.avro.Schema avro;
        try {
            // As lenient as the converter: what is registered was accepted once.
            org.apache.avro.Schema.Parser parser = new org.apache.avro.Schema.Parser(NameValidator.NO_VALIDATION);
            parser.setValidateDefaults(false);
            referred.forEach(parser::parse);
            avro = parser.parse(text);
        } catch (AvroRuntimeException malformed) {
            throw new UntranslatableException("no Avro schema that can be read", malformed);
        }
        try {
            return new AvroTranslation(settings).schema(avro, false, null);
        } catch (SchemaBuilderException contradictory) {
            throw new UntranslatableException("no Connect schema can be made: " + contradictory.getMessage());
        }
    }

    private Schema schema(org.apache.avro.Schema avro, boolean optional, @Nullable String fieldDoc)
            throws UntranslatableException {
        if (++depth > Translated.DEEPEST) {
            throw new UntranslatableException(place() + " is nested deeper than " + Translated.DEEPEST + " levels");
        }
        Schema schema = translated(avro, optional, fieldDoc);
        depth--;
        return schema;
    }

    private Schema translated(org.apache.avro.Schema avro, boolean optional, @Nullable String fieldDoc)
            throws UntranslatableException {
        if (avro.getType() == org.apache.avro.Schema.Type.UNION) {
            return union(avro, optional, fieldDoc);
        }
        SchemaBuilder builder = builder(avro);
        describe(builder, avro, fieldDoc);
        if (optional) {
            builder.optional();
        }
        return builder.build();
    }

    private SchemaBuilder builder(org.apache.avro.Schema avro) throws UntranslatableException {
        String logical = String.valueOf(avro.getProp("logicalType"));
        return switch (avro.getType()) {
            case BOOLEAN -> SchemaBuilder.bool();
            case INT -> integer(avro);
            case LONG -> logical.equalsIgnoreCase("timestamp-millis") ? Timestamp.builder() : SchemaBuilder.int64();
            case FLOAT -> SchemaBuilder.float32();
            case DOUBLE -> SchemaBuilder.float64();
            case STRING, ENUM -> SchemaBuilder.string();
            case BYTES, FIXED -> logical.equalsIgnoreCase("decimal") ? decimal(avro) : SchemaBuilder.bytes();
            case ARRAY -> array(avro.getElementType());
            case MAP -> SchemaBuilder.map(Schema.STRING_SCHEMA, schema(avro.getValueType(), false, null));
            case RECORD -> struct(avro);
            case NULL, UNION -> throw new UntranslatableException(place() + " is null and nothing else");
        };
    }

    private SchemaBuilder integer(org.apache.avro.Schema avro) throws UntranslatableException {
        String logical = avro.getProp("logicalType");
        String type = avro.getProp("connect.type");
        if (logical != null) {
            return logical.equalsIgnoreCase("date")
                    ? Date.builder()
                    : logical.equalsIgnoreCase("time-millis") ? Time.builder() : SchemaBuilder.int32();
        }
        if (type == null) {
            return SchemaBuilder.int32();
        }
        return switch (type) {
            case "int8" -> SchemaBuilder.int8();
            case "int16" -> SchemaBuilder.int16();
            default -> throw new UntranslatableException(place() + " has connect.type " + type + " on an int");
        };
    }

    private static SchemaBuilder decimal(org.apache.avro.Schema avro) {
        SchemaBuilder builder =
                Decimal.builder(avro.getObjectProp("scale") instanceof Number scale ? scale.intValue() : 0);
        if (avro.getObjectProp("precision") instanceof Number precision && precision.intValue() != UNSAID_PRECISION) {
            builder.parameter("connect.decimal.precision", Integer.toString(precision.intValue()));
        }
        return builder;
    }

    /** Maps whose keys are no strings are written as arrays of entries. */
    private SchemaBuilder array(org.apache.avro.Schema element) throws UntranslatableException {
        if (!isMapEntry(element)) {
            return SchemaBuilder.array(schema(element, false, null));
        }
        org.apache.avro.Schema.Field key = element.getField("key");
        org.apache.avro.Schema.Field value = element.getField("value");
        if (key == null || value == null || element.getFields().size() != 2) {
            throw new UntranslatableException(place() + " is a map of entries that have more than a key and a value");
        }
        return SchemaBuilder.map(schema(key.schema(), false, null), schema(value.schema(), false, null));
    }

    private static boolean isMapEntry(org.apache.avro.Schema element) {
        return element.getType() == org.apache.avro.Schema.Type.RECORD
                && (MAP_ENTRY.equals(element.getProp("connect.internal.type"))
                        || (NAMESPACE.equals(element.getNamespace()) && MAP_ENTRY.equals(element.getName())));
    }

    private SchemaBuilder struct(org.apache.avro.Schema avro) throws UntranslatableException {
        List<Field> known = records.get(avro);
        SchemaBuilder struct = known == null ? structOfFields(avro) : SchemaBuilder.struct();
        if (known != null) {
            known.forEach(field -> struct.field(field.name(), field.schema()));
        }
        return struct;
    }

    private SchemaBuilder structOfFields(org.apache.avro.Schema avro) throws UntranslatableException {
        if (open.contains(avro.getFullName())) {
            throw new UntranslatableException(place() + " contains itself, by record " + avro.getFullName());
        }
        if ("variant".equals(avro.getProp("logicalType"))) {
            throw new UntranslatableException(place() + " is a variant: its type is each value's own");
        }
        open.addLast(avro.getFullName());
        SchemaBuilder struct = SchemaBuilder.struct();
        for (org.apache.avro.Schema.Field field : avro.getFields()) {
            path.addLast(field.name());
            Schema ofField = schema(field.schema(), false, field.doc());
            struct.field(field.name(), withParameters(ofField, field.getObjectProp("connect.parameters")));
            path.removeLast();
        }
        open.removeLast();
        records.put(avro, List.copyOf(struct.fields()));
        return struct;
    }

    private Schema union(org.apache.avro.Schema avro, boolean optional, @Nullable String fieldDoc)
            throws UntranslatableException {
        List<org.apache.avro.Schema> branches = avro.getTypes();
        if (branches.size() == 1 && !settings.singletonUnions()) {
            return schema(branches.get(0), optional, fieldDoc);
        }
        List<org.apache.avro.Schema> values = branches.stream()
                .filter(branch -> branch.getType() != org.apache.avro.Schema.Type.NULL)
                .toList();
        boolean nullable = values.size() < branches.size();
        if (nullable && values.size() == 1) {
            return schema(values.get(0), true, fieldDoc);
        }
        SchemaBuilder struct =
                SchemaBuilder.struct().name(settings.sumTypes() ? "connect_union_" + unions++ : NAMESPACE + ".Union");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < branches.size(); i++) {
            if (branches.get(i).getType() != org.apache.avro.Schema.Type.NULL) {
                String name = branch(branches.get(i), i);
                if (!names.add(name)) {
                    throw new UntranslatableException(place() + " is a union with two branches called " + name);
                }
                struct.field(name, schema(branches.get(i), true, null));
            }
        }
        if (nullable || optional) {
            struct.optional();
        }
        return struct.build();
    }

    private String branch(org.apache.avro.Schema avro, int position) {
        if (settings.sumTypes()) {
            return "connect_union_field_" + position;
        }
        return switch (avro.getType()) {
            case RECORD, ENUM, FIXED -> settings.fullNames() ? avro.getFullName() : avro.getName();
            default -> avro.getType().getName();
        };
    }

    private void describe(SchemaBuilder builder, org.apache.avro.Schema avro, @Nullable String fieldDoc)
            throws UntranslatableException {
        String doc = avro.getProp("connect.doc");
        if (settings.docs()) {
            doc = fieldDoc != null ? fieldDoc : avro.getDoc() != null ? avro.getDoc() : doc;
        }
        if (doc != null) {
            builder.doc(doc);
        }
        if (avro.getObjectProp("connect.version") instanceof Number version
                && !Objects.equals(builder.version(), version.intValue())) {
            builder.version(version.intValue());
        }
        if (avro.getObjectProp("connect.parameters") instanceof Map<?, ?> parameters) {
            addTo(builder, parameters);
        }
        String name = nameOf(avro, builder.name());
        if (name != null && !name.startsWith(NAMESPACE + ".ConnectDefault") && !name.equals(builder.name())) {
            if (builder.name() != null) {
                throw new UntranslatableException(place() + " is both " + builder.name() + " and " + name);
            }
            builder.name(name);
        }
    }

    private static @Nullable String nameOf(org.apache.avro.Schema avro, @Nullable String logical) {
        String name = avro.getProp("connect.name");
        if (name != null) {
            return name;
        }
        return switch (avro.getType()) {
            case RECORD, ENUM -> avro.getFullName();
            case FIXED -> logical == null ? avro.getFullName() : null;
            default -> null;
        };
    }

    /** A field's own parameters; since a schema may be several fields', the converter copies it. */
    private static Schema withParameters(Schema schema, @Nullable Object parameters) {
        if (!(parameters instanceof Map<?, ?> own) || own.isEmpty()) {
            return schema;
        }
        SchemaBuilder copy = switch (schema.type()) {
            case ARRAY -> SchemaBuilder.array(schema.valueSchema());
            case MAP -> SchemaBuilder.map(schema.keySchema(), schema.valueSchema());
            default -> SchemaBuilder.type(schema.type());
        };
        copy.name(schema.name()).version(schema.version()).doc(schema.doc());
        if (schema.isOptional()) {
            copy.optional();
        }
        if (schema.parameters() != null) {
            copy.parameters(schema.parameters());
        }
        addTo(copy, own);
        if (schema.type() == Schema.Type.STRUCT) {
            schema.fields().forEach(field -> copy.field(field.name(), field.schema()));
        }
        return copy.build();
    }

    private static void addTo(SchemaBuilder builder, Map<?, ?> parameters) {
        parameters.forEach((name, value) -> builder.parameter(String.valueOf(name), String.valueOf(value)));
    }

    private String place() {
        return path.isEmpty() ? "the schema" : "field " + String.join(".", path);
    }
}
