// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The manual's table of infoTypes is the code's. */
class ManualTest {

    private static final Path MANUAL = Path.of("..", "docs", "masking.md");

    private static String table() {
        return Arrays.stream(BuiltInInfoType.values())
                .map(type -> "| `" + type + "` | " + type.meaning() + " | "
                        + type.evidence().name().toLowerCase(java.util.Locale.ROOT) + " | "
                        + (type.inDefaultV1() ? "yes" : "") + " |")
                .collect(Collectors.joining("\n"));
    }

    @Test
    void listsEveryInfoTypeAsTheCodeHasIt() throws IOException {
        assertThat(Files.readString(MANUAL)).contains(table());
    }
}
