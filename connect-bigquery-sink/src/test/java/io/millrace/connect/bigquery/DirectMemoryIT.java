// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Trigger;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.runtime.RealWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is on the wire lies a second time in netty's direct memory, which all tasks of a worker share: many tasks can be short of
 * it although each keeps to its limit. A JVM of its own, because a JVM's limit is set when it starts.
 */
@Timeout(120)
class DirectMemoryIT {
    private static final int RECORDS = 700;

    @TempDir
    private Path folder;

    @Test
    void aTaskThatIsShortOfItGoesOnOrSaysWhyItEnds() throws IOException, InterruptedException {
        File output = folder.resolve("output").toFile();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-XX:MaxDirectMemorySize=24m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShortOfMemory.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(Files.readString(output.toPath())).containsAnyOf("committed " + RECORDS, "ended: ");
    }

    /** The other JVM: BigQuery answers slowly, until nothing can be sent any more, and is well again. */
    static final class ShortOfMemory {
        private ShortOfMemory() {}

        public static void main(String[] arguments) {
            try (Emulator emulator = Emulator.builder().start();
                    SinkBench bench = new SinkBench(emulator, "direct")
                            .with("name", "direct")
                            .with("buffer.max.bytes", "67108864")
                            .with("request.timeout.ms", "5000")
                            .with("flush.timeout.ms", "0");
                    RealWorker worker = bench.worker(Duration.ofMillis(200))) {
                bench.broken(Trigger.on("AppendRows").always(), new Fault.Delay(Duration.ofSeconds(3), Moment.BEFORE));
                worker.produce(SinkBench.padded(0, RECORDS, 50_000)).assign(ORDERS_0);
                worker.fetch(ORDERS_0);
                worker.iterate(Duration.ofSeconds(4));
                emulator.faults().clear();
                worker.iterateUntil(Duration.ofSeconds(40), () -> {
                    worker.fetch(ORDERS_0);
                    return worker.committed(ORDERS_0) == RECORDS;
                });
                System.out.println("committed " + worker.committed(ORDERS_0));
            } catch (RuntimeException ended) {
                System.out.println("ended: " + ended + " because of " + ended.getCause());
            }
            System.exit(0);
        }
    }
}
