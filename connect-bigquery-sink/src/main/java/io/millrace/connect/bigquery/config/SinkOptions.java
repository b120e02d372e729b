// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/** All properties of the sink, group by group. */
public final class SinkOptions {
    static final Option<Boolean> VALIDATE_REMOTE = Option.flag(
            "validate.remote",
            true,
            "Whether validation also asks Google: credentials, datasets, permissions, existing tables. It never fails"
                    + " because the network is away, and takes 5 seconds at most.");

    static final List<OptionGroup> GROUPS = List.of(
            DestinationOptions.GROUP,
            CredentialOptions.GROUP,
            WritingOptions.GROUP,
            BatchingOptions.GROUP,
            LoadOptions.GROUP,
            MergeOptions.GROUP,
            DeadLetterOptions.GROUP,
            SchemaOptions.GROUP,
            SchemaRegistryOptions.GROUP,
            TableOptions.GROUP,
            KafkaColumnOptions.GROUP,
            OptionGroup.of("Validation", VALIDATE_REMOTE));

    private static final ConfigDef DEF = OptionGroup.configDef(GROUPS);

    private SinkOptions() {}

    /** What Connect shows and checks; a copy, because a ConfigDef can be changed. */
    public static ConfigDef configDef() {
        return new ConfigDef(DEF);
    }

    static boolean defines(String property) {
        return DEF.names().contains(property);
    }

    static OptionValues parse(Map<String, String> properties) {
        return OptionValues.parse(DEF, properties);
    }
}
