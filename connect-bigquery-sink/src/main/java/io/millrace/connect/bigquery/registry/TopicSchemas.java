// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.registry;

import io.millrace.connect.kit.registry.RegisteredSchema;
import io.millrace.connect.kit.registry.RegistryException;
import io.millrace.connect.kit.registry.SchemaRegistry;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;

/** Looks topics up in a schema registry. Waits for its answers. */
public final class TopicSchemas {
    /** More than any schema is made of. */
    private static final int MOST_REFERENCES = 100;
    /** Of all their texts together. */
    private static final long MOST_CHARACTERS = 8 << 20;

    private final SchemaRegistry registry;
    private final RegistrySettings settings;
    private final KeyUse keys;

    /** What the schema of keys is needed for. */
    public enum KeyUse {
        NOT_NEEDED,
        /** It tells something that can also be told later. */
        WELCOME,
        /** Without it a topic's records are not known. */
        NEEDED
    }

    public TopicSchemas(SchemaRegistry registry, RegistrySettings settings, KeyUse keys) {
        this.registry = registry;
        this.settings = settings;
        this.keys = keys;
    }

    /**
     * What a topic's records will look like.
     *
     * @return empty as long as that is not registered
     * @throws UntranslatableException if it is registered and cannot be told
     */
    public Optional<TopicSchema> of(String topic) throws RegistryException, UntranslatableException {
        Optional<Schema> value = schema(SchemaRegistry.valuesOf(topic), settings.values());
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get().type() != Schema.Type.STRUCT) {
            throw new UntranslatableException("values are no structs").of(SchemaRegistry.valuesOf(topic));
        }
        Optional<Schema> key =
                keys == KeyUse.NOT_NEEDED ? Optional.empty() : schema(SchemaRegistry.keysOf(topic), settings.keys());
        return key.isEmpty() && keys == KeyUse.NEEDED
                ? Optional.empty()
                : Optional.of(new TopicSchema(key.orElse(null), value.get()));
    }

    private Optional<Schema> schema(String subject, ConverterSettings converter)
            throws RegistryException, UntranslatableException {
        Optional<RegisteredSchema> registered = registry.latest(subject);
        if (registered.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(translated(registered.get(), converter));
        } catch (UntranslatableException unclear) {
            throw unclear.of(subject);
        }
    }

    private Schema translated(RegisteredSchema registered, ConverterSettings converter)
            throws RegistryException, UntranslatableException {
        Map<String, RegisteredSchema> referred = new LinkedHashMap<>();
        switch (registered.type()) {
            case "AVRO" -> {
                gather(registered, new HashSet<>(), referred);
                List<String> texts =
                        referred.values().stream().map(RegisteredSchema::text).toList();
                return AvroTranslation.of(registered.text(), texts, converter);
            }
            case "JSON" -> {
                gather(registered, new HashSet<>(), referred);
                JsonDocuments documents = new JsonDocuments();
                for (Map.Entry<String, RegisteredSchema> document : referred.entrySet()) {
                    documents.add(document.getKey(), document.getValue().text());
                }
                return JsonSchemaTranslation.of(registered.text(), documents, converter);
            }
            default ->
                throw new UntranslatableException(
                        "a schema of type " + registered.type() + "; Avro and JSON Schema are understood");
        }
    }

    /** What a schema refers to, by name, each after what it refers to itself. */
    private void gather(RegisteredSchema schema, Set<String> seen, Map<String, RegisteredSchema> referred)
            throws RegistryException, UntranslatableException {
        for (RegisteredSchema.Reference reference : schema.references()) {
            if (!seen.add(reference.name())) {
                continue;
            }
            if (seen.size() > MOST_REFERENCES) {
                throw new UntranslatableException("made of more than " + MOST_REFERENCES + " schemas");
            }
            Optional<RegisteredSchema> found = registry.version(reference);
            if (found.isEmpty()) {
                throw new UntranslatableException("refers to version " + reference.version() + " of subject "
                        + reference.subject() + ", which is not registered");
            }
            gather(found.get(), seen, referred);
            referred.put(reference.name(), found.get());
            ensureReadable(referred.values());
        }
    }

    private static void ensureReadable(Collection<RegisteredSchema> schemas) throws UntranslatableException {
        if (schemas.stream().mapToLong(schema -> schema.text().length()).sum() > MOST_CHARACTERS) {
            throw new UntranslatableException("made of schemas of more than " + MOST_CHARACTERS + " characters");
        }
    }
}
