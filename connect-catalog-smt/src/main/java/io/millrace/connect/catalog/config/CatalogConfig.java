// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.config;

import io.millrace.connect.catalog.emit.ReporterPlan;
import io.millrace.connect.catalog.event.EventWriter;
import io.millrace.connect.catalog.event.JobSettings;
import io.millrace.connect.catalog.observe.Role;
import io.millrace.connect.catalog.observe.Statistics;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * One instance's configuration, checked.
 *
 * @param connectorName as configured, or null
 * @param reporter what the connector's reporter is built from; null for an instance that only looks ({@code role=before})
 */
public record CatalogConfig(
        Role role,
        Statistics statistics,
        boolean upstream,
        @Nullable String connectorName,
        Duration closeTimeout,
        @Nullable ReporterPlan reporter) {
    private static final List<OptionGroup> GROUPS = List.of(
            ObserveOptions.GROUP,
            NamingOptions.GROUP,
            MetadataOptions.GROUP,
            SchemaRegistryOptions.GROUP,
            SendingOptions.GROUP,
            OpenLineageOptions.GROUP);

    private static final ConfigDef DEF = OptionGroup.configDef(GROUPS);

    /** A copy, since a ConfigDef can be added to. */
    public static ConfigDef definition() {
        return new ConfigDef(DEF);
    }

    /**
     * Reads an instance's properties.
     *
     * @throws org.apache.kafka.common.config.ConfigException naming the property at fault
     */
    public static CatalogConfig from(Map<String, ?> properties, EventWriter.Versions versions) {
        OptionValues values = OptionValues.parse(DEF, properties);
        Role role = ObserveOptions.ROLE.of(values);
        return new CatalogConfig(
                role,
                ObserveOptions.STATISTICS.of(values),
                !NamingOptions.SOURCE_NAMESPACE.of(values).isEmpty(),
                NamingOptions.CONNECTOR_NAME.find(values).orElse(null),
                SendingOptions.CLOSE_TIMEOUT.of(values),
                role == Role.BEFORE ? null : reporter(properties, values, versions));
    }

    private static ReporterPlan reporter(
            Map<String, ?> properties, OptionValues values, EventWriter.Versions versions) {
        return new ReporterPlan(
                SendingOptions.read(values),
                SendingOptions.QUEUE_CAPACITY.of(values),
                NamingOptions.read(values),
                new JobSettings(
                        MetadataOptions.JOB_OWNERS.of(values),
                        MetadataOptions.JOB_TAGS.of(values),
                        SendingOptions.HEARTBEAT.of(values)),
                versions,
                OpenLineageOptions.transports(properties, values),
                OpenLineageOptions.disabledFacets(properties),
                MetadataOptions.policy(values),
                MetadataOptions.encryption(values),
                MetadataOptions.METADATA_FILE.find(values).orElse(null),
                SchemaRegistryOptions.read(values));
    }

    /** The configured connector name, where there is one. */
    public Optional<String> connector() {
        return Optional.ofNullable(connectorName);
    }
}
