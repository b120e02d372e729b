// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a property means that a KCBQ configuration does not mention: KCBQ's default where ours would make other tables or
 * other columns. A configuration is KCBQ's if it names its dataset as KCBQ does.
 */
final class KcbqDefaults {
    private KcbqDefaults() {}

    static Map<String, String> of(Map<String, String> written) {
        Map<String, String> defaults = new LinkedHashMap<>();
        boolean kcbq = written.containsKey(KcbqNames.KCBQ_DATASET);
        boolean cloud = written.containsKey(KcbqNames.CLOUD_DATASET);
        if (kcbq || cloud) {
            defaults.put(SchemaOptions.EVOLUTION.name(), "none");
            defaults.put(SchemaOptions.ZONELESS_TYPE.name(), "timestamp");
            defaults.put(WritingOptions.FORMAT.name(), "plain");
        }
        if (kcbq) {
            defaults.put(SchemaOptions.DECIMAL_TYPE.name(), "float64");
            defaults.put(LayoutOptions.PARTITION_TYPE.name(), "day");
            defaults.put(DestinationOptions.SANITIZE.name(), "false");
        }
        if (cloud) {
            defaults.put(LayoutOptions.CREATE.name(), "false");
        }
        return defaults;
    }
}
