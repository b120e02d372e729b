// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;

/**
 * A page of the manual that the code knows better. A stale page fails its test; {@code -Ddocs.write=true} makes the test
 * write the page instead.
 *
 * @param page relative to the repository's root
 */
public record GeneratedPage(Path page) {
    private static final String WRITE = "docs.write";
    private static final String BEGIN = "<!-- generated: begin -->\n";
    private static final String END = "<!-- generated: end -->\n";

    /** A page by its path from the repository's root; tests run in their module's directory. */
    public static GeneratedPage at(String path) {
        return new GeneratedPage(Path.of("..").toAbsolutePath().normalize().resolve(path));
    }

    /** Holds the part of the page between its two {@code generated} marks to {@code content}; the rest is written by hand. */
    public void holds(String content) {
        try {
            String current = Files.readString(page);
            int begin = current.indexOf(BEGIN);
            int end = current.indexOf(END);
            if (begin < 0 || end < begin) {
                throw new AssertionError(page + " lacks the lines " + BEGIN.strip() + " and " + END.strip());
            }
            String fresh = current.substring(0, begin + BEGIN.length()) + "\n" + content.strip() + "\n\n"
                    + current.substring(end);
            if (Boolean.getBoolean(WRITE)) {
                Files.writeString(page, fresh);
            } else {
                Assertions.assertThat(current)
                        .as("%s is stale: run this test with -D%s=true and commit the page", page.getFileName(), WRITE)
                        .isEqualTo(fresh);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
