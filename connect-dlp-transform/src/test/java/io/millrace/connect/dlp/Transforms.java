// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import io.millrace.connect.dlp.key.TestKeys;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Configured transforms and records for tests. */
final class Transforms {
    static final String KEYSET = TestKeys.prf("k");

    private Transforms() {}

    /** A value transform with the test keyset and these properties, given as name, value, name, value. */
    static DlpTransform.Value<SinkRecord> masking(String... properties) {
        DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>();
        transform.configure(properties(properties));
        return transform;
    }

    static DlpReidentify.Value<SinkRecord> reidentifying(String... properties) {
        DlpReidentify.Value<SinkRecord> transform = new DlpReidentify.Value<>();
        transform.configure(properties(properties));
        return transform;
    }

    static Map<String, String> properties(String... properties) {
        Map<String, String> map = new HashMap<>();
        map.put("keyset", KEYSET);
        for (int i = 0; i < properties.length; i += 2) {
            map.put(properties[i], properties[i + 1]);
        }
        return map;
    }

    static SinkRecord record(@Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord("shop.public.orders", 0, null, null, schema, value, 1);
    }
}
