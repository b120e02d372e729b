// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.plan;

import io.millrace.connect.bigquery.config.Blamed;
import io.millrace.connect.kit.registry.RegistryAccess;
import io.millrace.connect.kit.registry.RegistryException;
import io.millrace.connect.kit.registry.SchemaRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the schema registry takes the credentials. One that is away is no finding: tables do not depend on it. */
final class RegistryCheck {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryCheck.class);
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private RegistryCheck() {}

    /** @param topics the topics that are known; one of them is asked about */
    static List<PlanFinding> check(RegistryAccess access, Collection<String> topics) {
        SchemaRegistry registry = new SchemaRegistry(access, DEADLINE);
        Optional<String> topic = topics.stream().findFirst();
        try {
            if (topic.isPresent()) {
                boolean registered =
                        registry.latest(SchemaRegistry.valuesOf(topic.get())).isPresent();
                LOG.debug("topic={} registered={}", topic.get(), registered);
            } else {
                registry.greet();
            }
        } catch (RegistryException unanswered) {
            if (unanswered.refused()) {
                return List.of(PlanFinding.of(
                        Blamed.SCHEMA_REGISTRY,
                        "the schema registry refuses the credentials: " + unanswered.getMessage()));
            }
            LOG.info("the schema registry did not answer, validation goes on without: {}", unanswered.getMessage());
        }
        return List.of();
    }
}
