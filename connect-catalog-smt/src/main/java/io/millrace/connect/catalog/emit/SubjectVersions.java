// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connect.catalog.event.DatasetSnapshot.Registered;
import io.millrace.connect.kit.registry.RegisteredSchema;
import io.millrace.connect.kit.registry.RegistryAccess;
import io.millrace.connect.kit.registry.SchemaRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Which version of its schema a topic has, as a registry says. Never waits: the answer comes as a future. A few questions are
 * asked at a time, the others wait; edges of one topic share an answer. Of the reporter's thread.
 */
final class SubjectVersions {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Connections to the registry at a time. */
    private static final int MOST_ASKED = 4;

    /** How long an answer is good for another edge of the topic, unless its schema has changed meanwhile. */
    private static final Duration SHARED_FOR = Duration.ofSeconds(30);

    private static final int MOST_SHARED = 10_000;

    private final String host;
    private final SchemaRegistry registry;
    private final Turns turns = new Turns(MOST_ASKED);
    private final Map<Subject, Asked> asked = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Subject, Asked> eldest) {
            return size() > MOST_SHARED;
        }
    };

    private final AtomicBoolean answered = new AtomicBoolean();

    private record Subject(String topic, @Nullable String recordName) {}

    private record Asked(CompletableFuture<Optional<Registered>> answer, Instant at) {}

    SubjectVersions(RegistryAccess access, Duration deadline) {
        this.host = access.url().getHost();
        this.registry = new SchemaRegistry(access, deadline);
    }

    /**
     * The entry under the subject that the topic's records have: {@code topic-value}, the record's name, or both, as the
     * three well-known naming strategies say. Empty when none is there.
     *
     * @param since when the topic's schema changed last: no answer is older
     */
    CompletableFuture<Optional<Registered>> latest(
            String topic, @Nullable String recordName, Instant since, Instant now) {
        Subject subject = new Subject(topic, recordName);
        Asked known = asked.get(subject);
        if (known != null
                && !known.at().isBefore(since)
                && now.isBefore(known.at().plus(SHARED_FOR))) {
            return known.answer();
        }
        CompletableFuture<Optional<Registered>> answer = turns.take(() -> ask(topic, recordName));
        var unused = answer.whenComplete((came, failed) -> answered.set(true));
        asked.remove(subject);
        asked.put(subject, new Asked(answer, now));
        return answer;
    }

    private CompletableFuture<Optional<Registered>> ask(String topic, @Nullable String recordName) {
        List<String> subjects = new ArrayList<>(List.of(SchemaRegistry.valuesOf(topic)));
        if (recordName != null) {
            subjects.add(recordName);
            subjects.add(topic + "-" + recordName);
        }
        CompletableFuture<Optional<RegisteredSchema>> found = registry.askLatest(subjects.get(0));
        for (String next : subjects.subList(1, subjects.size())) {
            found = found.thenCompose(
                    known -> known.isPresent() ? CompletableFuture.completedFuture(known) : registry.askLatest(next));
        }
        return found.thenApply(known -> known.map(this::registered));
    }

    private Registered registered(RegisteredSchema schema) {
        return new Registered(
                host, schema.subject(), schema.version(), schema.id(), schema.type(), recordName(schema.text()));
    }

    /** Null for what is no Avro record: a protobuf schema is no JSON, and a JSON schema has no such name. */
    private static @Nullable String recordName(String schema) {
        try {
            JsonNode name = JSON.readTree(schema).path("name");
            return name.isTextual() ? name.asText() : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** Whether an answer has come since this was asked last. */
    boolean takeAnswered() {
        return answered.getAndSet(false);
    }

    /** Asks nothing any more. */
    void close() {
        turns.close();
    }
}
