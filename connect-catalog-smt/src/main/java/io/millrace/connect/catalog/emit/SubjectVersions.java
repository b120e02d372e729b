// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.millrace.connect.catalog.event.DatasetSnapshot.Registered;
import io.millrace.connect.kit.registry.RegisteredSchema;
import io.millrace.connect.kit.registry.RegistryAccess;
import io.millrace.connect.kit.registry.SchemaRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Which version of its schema a topic has, as a registry says. Never waits: the answer comes as a future. */
final class SubjectVersions {
    private final String host;
    private final SchemaRegistry registry;

    SubjectVersions(RegistryAccess access, Duration deadline) {
        this.host = access.url().getHost();
        this.registry = new SchemaRegistry(access, deadline);
    }

    /**
     * The entry under the subject that the topic's records have: {@code topic-value}, the record's name, or both, as the
     * three well-known naming strategies say. Empty when none is there.
     */
    CompletableFuture<Optional<Registered>> latest(String topic, @Nullable String recordName) {
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
        return new Registered(host, schema.subject(), schema.version(), schema.id(), schema.type());
    }
}
