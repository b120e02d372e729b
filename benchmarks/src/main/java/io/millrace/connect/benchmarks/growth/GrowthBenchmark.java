// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.growth;

import io.millrace.connect.quickstart.stack.Jvm;
import io.millrace.connect.quickstart.stack.LocalCloud;
import io.millrace.connect.quickstart.stack.Project;
import io.millrace.connect.quickstart.stack.RunDirectories;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What one record costs when there is more of everything else. The last line is the largest step above its law. */
public final class GrowthBenchmark {
    private GrowthBenchmark() {}

    /** Prints a table for each thing that there may be more of, or for those whose names have the first argument in them. */
    public static void main(String[] args) throws IOException {
        Project project = Project.around(Path.of(""));
        Path logs = project.home().resolve("benchmarks/target/growth");
        Growth growth = new Growth(args.length == 0 ? "" : args[0]);
        try (RunDirectories directories = RunDirectories.withLogsIn(logs);
                LocalCloud cloud = LocalCloud.start(project, directories, new Jvm(List.of("-Xmx1g")), "--discard")) {
            cloud.awaitReady();
            new SinkGrowth(cloud).measure(growth);
            new MaskGrowth().measure(growth);
        }
        System.out.printf(Locale.ROOT, "%nworst_ratio: %.2f%n", growth.worst());
    }
}
