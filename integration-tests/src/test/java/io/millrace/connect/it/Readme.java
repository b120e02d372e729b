// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import io.millrace.connect.quickstart.stack.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The commands that the README has for an existing cluster, as they stand there.
 *
 * @param blocks in order, each with all its lines
 */
record Readme(List<String> blocks) {
    private static final String DEPLOY = "## Deploy to an existing cluster";
    private static final Pattern BLOCK = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);

    Readme {
        blocks = List.copyOf(blocks);
    }

    static Readme of(Project project) {
        try {
            String text = Files.readString(project.home().resolve("README.md"));
            String deploy = text.substring(text.indexOf(DEPLOY) + DEPLOY.length());
            return new Readme(BLOCK.matcher(deploy.substring(0, deploy.indexOf("\n## ")))
                    .results()
                    .map(block -> block.group(1).stripIndent())
                    .toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
