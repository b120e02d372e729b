// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a property means that a KCBQ configuration does not mention: KCBQ's default where ours would make other tables or
 * other columns. A configuration is KCBQ's, of 1.x or later, or the cloud's V2, if it names its
 * dataset as they do.
 */
final class KcbqDefaults {
    private KcbqDefaults() {}

    static Map<String, String> of(Map<String, String> written) {
        Map<String, String> defaults = new LinkedHashMap<>();
        boolean kcbq = written.containsKey(KcbqReadings.KCBQ_DATASET);
        boolean first =
                !kcbq && written.getOrDefault(KcbqReadings.CLOUD_DATASET, "").indexOf('=') >= 0;
        boolean cloud = !kcbq && !first && written.containsKey(KcbqReadings.CLOUD_DATASET);
        if (KcbqLoads.isUsed(written)) {
            defaults.putAll(KcbqLoads.defaults(written));
        }
        if (kcbq || first || cloud) {
            defaults.put(DestinationOptions.SANITIZE.name(), "false");
            defaults.put(SchemaOptions.EVOLUTION.name(), "none");
            defaults.put(SchemaOptions.ZONELESS_TYPE.name(), "timestamp");
            defaults.put(SchemaOptions.LOGICAL_TYPES.name(), "kcbq");
            defaults.put(WritingOptions.FORMAT.name(), "plain");
        }
        if (kcbq || first) {
            defaults.put(DestinationOptions.DATASET_IN_TOPIC.name(), "true");
            defaults.put(SchemaOptions.DECIMAL_TYPE.name(), "float64");
            defaults.put(SchemaOptions.VARIABLE_DECIMAL_TYPE.name(), "record");
            defaults.put(SchemaOptions.INTEGER_UNIT.name(), "seconds");
            defaults.put(LayoutOptions.PARTITION_TYPE.name(), "day");
        }
        if (cloud) {
            defaults.put(DestinationOptions.SANITIZE_TOPICS.name(), "strict");
            defaults.put(LayoutOptions.CREATE.name(), "false");
        }
        return defaults;
    }
}
