// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/** Values to offer for a property, whatever the other properties are. */
record Recommended(List<Object> values) implements ConfigDef.Recommender {
    static Recommended always(Collection<?> values) {
        return new Recommended(List.copyOf(values));
    }

    @Override
    public List<Object> validValues(String name, Map<String, Object> parsed) {
        return values;
    }

    @Override
    public boolean visible(String name, Map<String, Object> parsed) {
        return true;
    }
}
