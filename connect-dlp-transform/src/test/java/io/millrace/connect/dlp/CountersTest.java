// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class CountersTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private static Set<ObjectName> beans() throws Exception {
        return SERVER.queryNames(
                new ObjectName("io.millrace.connect:type=dlp-transform-task,transform=\"DlpTransform$Value\",*"), null);
    }

    private static DlpTransform.Value<SinkRecord> masking() {
        return Transforms.masking("rules", "m", "rules.m.fields", "**", "rules.m.transform", "redact");
    }

    @Test
    void countersAreShownByJmxUntilTheTransformIsClosed() throws Exception {
        Set<ObjectName> others = beans();
        DlpTransform.Value<SinkRecord> first = masking();
        DlpTransform.Value<SinkRecord> second = masking();
        second.apply(Transforms.record(Schema.STRING_SCHEMA, "secret"));

        Set<ObjectName> shown = new HashSet<>(beans());
        shown.removeAll(others);
        List<Object> masked = new ArrayList<>();
        for (ObjectName name : shown) {
            if (name.getKeyProperty("by") != null) {
                assertThat(SERVER.getAttribute(name, "transformed-total")).isEqualTo(1L);
                continue;
            }
            masked.add(SERVER.getAttribute(name, "masked-records-total"));
        }
        assertThat(masked).containsExactlyInAnyOrder(0L, 1L);

        first.close();
        second.close();
        assertThat(beans()).isEqualTo(others);
    }
}
