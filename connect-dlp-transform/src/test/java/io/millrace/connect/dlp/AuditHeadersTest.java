// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.masking;
import static io.millrace.connect.dlp.Transforms.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Headers of the transform's names that somebody else wrote. */
class AuditHeadersTest {
    @Test
    void leaveNoPolicyThatTheTopicsWriterNamed() {
        SinkRecord record = record(null, Map.of("email", "ada@example.org"));
        record.headers().addString("millrace.dlp.policy", "spoof");

        SinkRecord masked = Objects.requireNonNull(masking(
                        "audit.headers", "summary",
                        "rules", "m",
                        "rules.m.fields", "email",
                        "rules.m.transform", "crypto-hash")
                .apply(record));

        assertThat(masked.headers().lastWithName("millrace.dlp.policy")).isNull();
    }
}
