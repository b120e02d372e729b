// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.catalog.Records;
import io.millrace.connect.catalog.observe.Observer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewestSchemaTest {
    private static final Schema WIDER =
            Records.order().field("extra", Schema.OPTIONAL_STRING_SCHEMA).build();

    /** {@code A0}: schema A, partition 0; its offset is its place among all; {@code @} and a timestamp, or none. */
    private static ConnectRecord<?> record(String word, int place, boolean source) {
        Schema schema = word.charAt(0) == 'A' ? Records.ORDER : WIDER;
        int at = word.indexOf('@');
        Long timestamp = at < 0 ? null : Long.valueOf(word.substring(at + 1));
        Object value = Records.order(schema, place);
        if (source) {
            return new SourceRecord(
                    Map.of("table", "orders"), Map.of(), "orders", null, null, null, schema, value, timestamp);
        }
        int partition = word.charAt(1) - '0';
        TimestampType type = timestamp == null ? TimestampType.NO_TIMESTAMP_TYPE : TimestampType.CREATE_TIME;
        return new SinkRecord("orders", partition, null, null, schema, value, place, timestamp, type);
    }

    /** Records as {@code task:record}; then the tasks close in the order given. */
    @ParameterizedTest
    @CsvSource({
        "0:A0 0:B0 0:A0,                   0,   A",
        "0:A0@1000 0:B0@2000 0:A0@3000,    0,   A",
        "0:A0@3000 0:B0@2000 0:A0@1000,    0,   A",
        "0:A0@1000 0:B0@2000 1:A1@1500,    0 1, B",
        "0:A0@1000 1:A1@1100 0:B0@2000,    0 1, B",
        "0:A0@1000 1:A1@1100 0:B0@2000,    1 0, B",
        "0:A0 1:A1 0:B0,                   0 1, B",
        "0:A0 1:A1 0:B0,                   1 0, B",
        "0:A0@1795348800000000 0:B0@2000,  0,   B",
        "0:A1@1795348800000000 0:B0@2000,  0,   B",
        "0:A0@1000 0:B0@2000 0:A0@-1,      0,   A",
        "0:B0 1:A0,                        0 1, A",
        "0:B0 1:A0,                        1 0, A",
    })
    void theLastEventHasTheNewest(String records, String closing, String newest) throws InterruptedException {
        for (boolean source : new boolean[] {false, true}) {
            for (boolean looked : new boolean[] {false, true}) {
                if (source && records.contains("@")) {
                    continue; // without partitions the timestamps decide
                }
                JsonNode last = lastEvent(records, closing, source, looked);

                assertThat(last.at("/outputs/0/facets/schema/fields")
                                .findValuesAsText("name")
                                .contains("extra"))
                        .as("source=%s looked=%s", source, looked)
                        .isEqualTo(newest.equals("B"));
            }
        }
    }

    private static JsonNode lastEvent(String records, String closing, boolean source, boolean looked)
            throws InterruptedException {
        Worker worker = Worker.plain();
        Map<Character, Observer> tasks = new TreeMap<>();
        int place = 0;
        for (String word : records.split(" ", -1)) {
            tasks.computeIfAbsent(word.charAt(0), task -> worker.task())
                    .see(record(word.substring(2), place++, source));
            if (looked) {
                worker.pass(Duration.ofSeconds(15));
            }
        }
        for (String task : closing.split(" ", -1)) {
            Observer closed = tasks.get(task.charAt(0));
            if (closed != null) {
                closed.close();
            }
            if (looked) {
                worker.pass(Duration.ofSeconds(15));
            }
        }
        worker.reporter.close(Duration.ofSeconds(5));
        worker.settle();
        List<JsonNode> told = worker.told();
        return told.get(told.size() - 1);
    }
}
