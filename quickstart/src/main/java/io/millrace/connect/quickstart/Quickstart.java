// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart;

import io.millrace.connect.quickstart.lineage.LineagePage;
import io.millrace.connect.quickstart.stack.EmbeddedStack;
import io.millrace.connect.quickstart.stack.LocalCloud;
import io.millrace.connect.quickstart.stack.Project;
import io.millrace.connect.quickstart.stack.RunDirectories;
import io.millrace.connect.quickstart.walkthrough.Lineage;
import io.millrace.connect.quickstart.walkthrough.Progress;
import io.millrace.connect.quickstart.walkthrough.Unmasking;
import io.millrace.connect.quickstart.walkthrough.Walkthrough;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quickstart.sh} after the build. */
@Command(
        name = "quickstart.sh",
        mixinStandardHelpOptions = true,
        description = "Streams a database into BigQuery (the emulator) and proves that both hold the same.")
final class Quickstart implements Callable<Integer> {

    @Option(names = "--keep", description = "Leave everything running until Ctrl-C, and say where it listens.")
    private boolean keep;

    @Option(names = "--home", hidden = true, defaultValue = "")
    private Path home = Path.of("");

    private Quickstart() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Quickstart()).execute(args));
    }

    @Override
    public Integer call() {
        Progress progress =
                new Progress(new PrintStream(System.out, true, StandardCharsets.UTF_8), InstantSource.system());
        Path logs =
                home.resolve("quickstart/target/logs/" + ProcessHandle.current().pid());
        RunDirectories directories = RunDirectories.withLogsIn(logs);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leaveNothing(directories), "quickstart-end"));
        Project project = new Project(home);
        Path lineage = home.resolve("quickstart/target/lineage.ndjson").toAbsolutePath();
        try (Unmasking unmasking = Unmasking.withFreshKey();
                EmbeddedStack stack = new EmbeddedStack(
                        project, directories, environment(unmasking, fresh(lineage)), progress::say)) {
            Walkthrough.Outcome outcome = new Walkthrough(stack, project, unmasking, progress).follow();
            progress.show("lineage: " + Lineage.awaitEdges(lineage, outcome.tables()) + " in " + lineage);
            progress.show(String.format(
                    "%nquickstart: OK rows_in=%d rows_out=%d tables=%d seconds=%d",
                    outcome.rowsIn(),
                    outcome.rowsOut(),
                    outcome.tables(),
                    progress.elapsed().toSeconds()));
            if (keep) {
                try (LineagePage page = LineagePage.serve(lineage)) {
                    progress.show(addresses(stack) + "  Lineage     " + page.address() + "\n");
                    new CountDownLatch(1).await();
                }
            }
            return 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (RuntimeException | SQLException failed) {
            progress.show("quickstart: FAILED " + failed.getMessage() + "\nlogs of every process: " + logs);
            return 1;
        }
    }

    /** What the connectors read as {@code ${env:…}} besides the addresses. */
    private static Map<String, String> environment(Unmasking unmasking, Path lineage) {
        return Map.of(Unmasking.KEYSET_VARIABLE, unmasking.keyset(), "LINEAGE_FILE", lineage.toString());
    }

    private static Path fresh(Path lineage) {
        try {
            Files.createDirectories(lineage.getParent());
            Files.deleteIfExists(lineage);
            return lineage;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** Also after Ctrl-C in the middle of a start, when nobody holds the stack yet. */
    private static void leaveNothing(RunDirectories directories) {
        ProcessHandle.current().children().forEach(child -> {
            child.destroy();
            child.onExit().completeOnTimeout(child, 20, TimeUnit.SECONDS).join();
            child.destroyForcibly();
        });
        directories.close();
    }

    private static String addresses(EmbeddedStack stack) {
        String rest = stack.worker().rest().address().toString();
        String bigQuery = stack.cloud().endpoint();
        return """

                Running until Ctrl-C.
                  Connect     %1$s
                    curl -s %1$s/connectors?expand=status
                  PostgreSQL  127.0.0.1:%2$d, user postgres
                    psql -h 127.0.0.1 -p %2$d -U postgres
                  Kafka       %3$s
                  BigQuery    %4$s, Storage Write %5$s
                    curl -s %4$s/bigquery/v2/projects/%6$s/queries -H 'Content-Type: application/json' \\
                      -d '{"query": "SELECT status, COUNT(*) AS n FROM shop.orders_current GROUP BY status", "useLegacySql": false}'
                """.formatted(
                        rest,
                        stack.database().port(),
                        stack.broker().bootstrap(),
                        bigQuery,
                        stack.cloud().storageEndpoint(),
                        LocalCloud.PROJECT);
    }
}
