// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.CapturedLogs;
import io.millrace.connect.testkit.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.runtime.RealWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows and passwords, with Connect's own worker and every logger at its most talkative. */
@Timeout(120)
class NothingInTheLogsIT {
    private static final String CANARY = "canary4f1c9e";
    private static final int RECORDS = 50;

    /** What fits the table, and what its column does not take. */
    private static final Schema OTHER = SchemaBuilder.struct()
            .name("order")
            .field("id", Schema.STRING_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    @Test
    void noLoggerSeesARowOrAPassword() {
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = new SinkBench(emulator, "quiet")
                        .with("name", "quiet")
                        .with("proxy.url", "http://proxy.example.org:3128")
                        .with("proxy.username", "me")
                        .with("proxy.password", CANARY)
                        .with("schema.registry.url", "http://127.0.0.1:1")
                        .with("schema.registry.basic.auth.user.info", "me:" + CANARY);
                // The emulator's side of the wire is in this process too
                CapturedLogs logs = new CapturedLogs("io.grpc.netty.NettyServerHandler");
                RealWorker worker = bench.worker(new DeadLetters(), Duration.ofMillis(200))) {
            for (long offset = 0; offset < RECORDS; offset++) {
                worker.produce(SinkBench.record(
                        "orders", 0, offset, SinkBench.ORDER, SinkBench.struct(offset, CANARY + offset)));
            }
            worker.produce(SinkBench.record(
                    "orders",
                    0,
                    RECORDS,
                    OTHER,
                    new Struct(OTHER).put("id", CANARY).put("note", CANARY)));
            worker.assign(ORDERS_0);
            worker.fetch(ORDERS_0);
            worker.iterateUntil(Duration.ofSeconds(60), () -> {
                worker.fetch(ORDERS_0);
                return worker.committed(ORDERS_0) == RECORDS + 1;
            });

            String spoken = logs.text();
            assertThat(spoken).contains("io.grpc", "io.millrace");
            assertThat(spoken.lines().filter(NothingInTheLogsIT::tells).limit(3))
                    .isEmpty();
        }
    }

    private static boolean tells(String line) {
        return line.contains(CANARY)
                || line.contains(HexFormat.of().formatHex(CANARY.getBytes(StandardCharsets.US_ASCII)))
                || line.contains("me:" + CANARY);
    }
}
