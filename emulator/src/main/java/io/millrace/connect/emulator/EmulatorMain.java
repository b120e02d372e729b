// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator;

import io.millrace.connect.emulator.faults.FaultFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The emulator as a program; runs until it is told to end. */
@Command(
        name = "emulator",
        mixinStandardHelpOptions = true,
        version = "0.1.0",
        showDefaultValues = true,
        description = "A local BigQuery, Storage Write, GCS and Cloud DLP for tests. Listens on 127.0.0.1 only.")
public final class EmulatorMain implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--host", description = "Only 127.0.0.1 and localhost are accepted.")
    private String host = "127.0.0.1";

    @Option(names = "--port", description = "HTTP port; 0 takes any free one.")
    private int port = 9050;

    @Option(names = "--grpc-port", description = "gRPC port; 0 takes any free one.")
    private int grpcPort = 9060;

    @Option(names = "--data", description = "Directory that keeps tables and objects; without it they live in memory.")
    private @Nullable Path data;

    @Option(names = "--discard", description = "Acknowledge rows and throw them away, for benchmarks.")
    private boolean discard;

    @Option(names = "--faults", description = "JSON file of faults to arm at the start, see docs/emulator.md.")
    private @Nullable Path faults;

    @Option(names = "--fault-seed", description = "Decides the chances of faults with a probability.")
    private long faultSeed = 1;

    @Option(names = "--loads-per-table", description = "Load jobs that a table may have in 24 hours.")
    private long loadsPerTable = 1_500;

    @Option(names = "--loads-per-project", description = "Load jobs that a project may have in 24 hours.")
    private long loadsPerProject = 100_000;

    @Option(names = "--max-request-bytes", description = "Largest AppendRows request.")
    private long maxRequestBytes = 20_000_000;

    @Option(names = "--idle-seconds", description = "An AppendRows connection idle for so long is closed.")
    private long idleSeconds = 600;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new EmulatorMain()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!host.equals("127.0.0.1") && !host.equals("localhost")) {
            throw new ParameterException(
                    spec.commandLine(), "--host is " + host + ": the emulator listens on 127.0.0.1 only");
        }
        List<FaultFormat.Line> lines = faults == null ? List.of() : FaultFormat.parse(Files.readString(faults));
        Emulator.Builder builder = Emulator.builder()
                .port(port)
                .grpcPort(grpcPort)
                .discard(discard)
                .faultSeed(faultSeed)
                .loadQuota(loadsPerTable, loadsPerProject)
                .maxRequestBytes(maxRequestBytes)
                .idleLimit(Duration.ofSeconds(idleSeconds));
        Path directory = data;
        Emulator emulator = (directory == null ? builder : builder.data(directory)).start();
        Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "emulator-stop"));
        lines.forEach(line -> emulator.faults().arm(line.trigger(), line.fault()));
        PrintWriter out = spec.commandLine().getOut();
        out.println("emulator: ready rest=" + emulator.restEndpoint() + " grpc=" + emulator.grpcEndpoint() + " data="
                + (directory == null ? "memory" : directory) + " discard=" + discard + " faults=" + lines.size());
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }
}
